import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { freePort, TestWorkspace, type Window } from './composedProduct.ts';
import { declarationAt } from './productDeclaration.ts';

describe('the product keeps registrations as declared', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let port: number;
  let text: string;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    port = await freePort();
    text = declarationAt(port);
  });
  afterEach(() => workspace.close());

  /** A window with a running provider at which the shop is registered. */
  async function synced(): Promise<Window> {
    await workspace.files.write('sso.json', text);
    const window = await workspace.open();
    await window.product.run('startLocalProvider');
    await window.product.run('apply');
    assert.deepEqual(window.statuses, ['shop synced']);
    window.asked.length = 0;
    window.http.requests.length = 0;
    return window;
  }

  const registered = (): Promise<Record<string, unknown>> => workspace.admin('GET', 'applications/shop');

  it('from nothing to synced: declared, started, planned, applied', async () => {
    const window = await workspace.open({ types: (title) => (title.includes('port') ? '3000' : 'Shop') });
    await window.product.run('declare');
    assert.deepEqual(window.statuses, ['shop unknown: stopped']);
    await window.save((await workspace.files.read('sso.json'))?.replace('9400', String(port)) ?? '');
    await window.product.run('startLocalProvider');
    await window.product.run('refresh');
    assert.deepEqual(window.statuses, ['shop missing']);
    window.asked.length = 0;
    await window.product.run('apply');
    assert.deepEqual(window.statuses, ['shop synced']);
    assert.equal(window.asked.length, 1);
    for (const line of ['Apply 1 change to local?', 'Register Shop', 'http://localhost:3000/auth/callback', 'staff']) {
      assert.ok(window.asked[0]?.includes(line), line);
    }
    await window.product.run('apply');
    assert.deepEqual(window.told, ['Nothing to apply: Shop is registered as declared.']);
  });

  it('drift is found, shown field by field and side by side, and taken back', async () => {
    const window = await synced();
    await workspace.changeRegistration('shop', {
      name: 'Renamed elsewhere',
      redirectUris: ['https://elsewhere.example/callback'],
    });
    assert.deepEqual(window.statuses, ['shop synced']);
    await window.product.run('refresh');
    assert.deepEqual(window.statuses, ['shop outOfSync: name, redirect uris']);
    await window.product.run('compare', { subject: { kind: 'application', application: 'shop' } });
    const [left = '', right = ''] = window.shown.map((document) => document.text);
    assert.ok(left.includes('Renamed elsewhere') && left.includes('https://elsewhere.example/callback'), left);
    assert.ok(right.includes('"Shop"') && right.includes('http://localhost:3000/auth/callback'), right);
    await window.product.run('apply');
    assert.match(window.asked[0] ?? '', /Name: Renamed elsewhere becomes Shop/i);
    assert.deepEqual(window.statuses, ['shop synced']);
    assert.deepEqual((await registered())['fields'], {
      ...((await registered())['fields'] as object),
      name: 'Shop',
      redirectUris: ['http://localhost:3000/auth/callback'],
    });
  });

  it('a changed declaration shows its differences at once, without asking the provider', async () => {
    const window = await synced();
    await window.save(text.replace('"/auth/callback"', '"/auth/callback", "/other"'));
    assert.deepEqual(window.statuses, ['shop outOfSync: redirect uris']);
    assert.deepEqual(window.http.requests, []);
  });

  it('what changed while the plan was shown is not applied', async () => {
    const window = await synced();
    await window.save(text.replace('"Shop"', '"Shop 2"'));
    window.acts.agrees = async () => {
      await window.save(text.replace('"Shop"', '"Shop 3"'));
      return true;
    };
    await assert.rejects(window.product.run('apply'), { code: 'plan.outdated' });
    assert.deepEqual(writes(window), []);
    assert.deepEqual(window.statuses, ['shop outOfSync: name']);
  });

  it('a registration that moved while the plan was shown is left alone, and the row says why', async () => {
    const window = await synced();
    await window.save(text.replace('"Shop"', '"Shop 2"'));
    window.acts.agrees = async () => {
      await workspace.changeRegistration('shop', { name: 'Moved' });
      return true;
    };
    await assert.rejects(window.product.run('apply'), { code: 'apply.incomplete' });
    assert.deepEqual(((await registered())['fields'] as { name: string }).name, 'Moved');
    assert.equal(window.snapshot.operations.get('shop')?.kind, 'failed');
    assert.deepEqual(window.statuses, ['shop outOfSync: name']);
    window.acts.agrees = () => true;
    await window.product.run('apply');
    assert.deepEqual([window.statuses, window.snapshot.operations.size], [['shop synced'], 0]);
  });

  it('declining applies nothing', async () => {
    const window = await synced();
    await window.save(text.replace('"Shop"', '"Shop 2"'));
    window.acts.agrees = () => false;
    await window.product.run('apply');
    assert.equal(window.asked.length, 1);
    assert.deepEqual(writes(window), []);
    assert.deepEqual(window.statuses, ['shop outOfSync: name']);
  });

  it('only the application that was named is applied', async () => {
    const window = await synced();
    await window.save(
      text.replace('"Shop"', '"Shop 2"').replace('"applications": {', '"applications": { "orders": { "type": "api" },'),
    );
    await window.product.run('apply', { kind: 'application', application: 'orders' });
    assert.deepEqual(window.statuses, ['orders synced', 'shop outOfSync: name']);
    await window.product.run('apply', { kind: 'application', application: 'orders' });
    assert.deepEqual(window.told, ['Nothing to apply: orders is registered as declared.']);
  });

  it('showing the plan changes nothing, and neither does looking at what is not declared', async () => {
    const window = await synced();
    await workspace.admin('POST', 'applications', {
      clientId: 'other',
      fields: { type: 'web', redirectUris: ['http://localhost:1/cb'] },
    });
    await window.save(text.replace('"Shop"', '"Shop 2"'));
    await window.product.run('showPlan');
    assert.match(window.shown[0]?.text ?? '', /Shop becomes Shop 2/);
    await window.product.run('apply');
    assert.ok(await workspace.admin('GET', 'applications/other'), 'nothing is removed');
    assert.ok(writes(window).every((request) => !request.startsWith('DELETE')));
  });

  it('leaves no file of its own in the workspace', async () => {
    await synced();
    assert.deepEqual(readdirSync(workspace.folder), ['sso.json']);
  });

  const writes = ({ http }: Window): readonly string[] => http.requests.filter((request) => !request.startsWith('GET'));
});
