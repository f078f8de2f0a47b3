import assert from 'node:assert/strict';
import { cpSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { freePort, TestWorkspace, type Window } from './composedProduct.ts';

describe('the product adds sign-in to an application', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let window: Window;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    cpSync('samples/plain-express', workspace.folder, { recursive: true });
    window = await workspace.open();
    await window.product.run('declare');
    const text = (await workspace.files.read('sso.json')) ?? '';
    await window.save(text.replace('9400', String(await freePort())));
    window.asked.length = 0;
  });
  afterEach(() => workspace.close());

  const env = async (): Promise<string> => (await workspace.files.read('.env')) ?? '';
  const clientId = 'plain-express';
  const kept = (): string | undefined =>
    [...workspace.secrets.values].find(([key]) => key.startsWith('clientSecret:'))?.[1];
  const renewals = (): number => window.http.requests.filter((request) => request.endsWith('/secret')).length;

  it('shows the changes, registers, and writes what the application must know to .env, once', async () => {
    const reviewed: string[] = [];
    window.acts.reviews = (files) => {
      reviewed.push(...files.map(({ path }) => path));
      return true;
    };
    await window.product.run('addSignIn');
    assert.deepEqual(reviewed, ['auth.js', 'server.js', 'package.json']);
    for (const path of reviewed) assert.notEqual(await workspace.files.read(path), undefined, path);
    assert.deepEqual(window.statuses, [`${clientId} synced`]);
    const values = parseEnv(await env());
    const { issuer } = window.snapshot.workspace.environment;
    assert.deepEqual(
      [values['SSO_ISSUER'], values['SSO_CLIENT_ID'], values['SSO_CLIENT_SECRET'], values['BASE_URL']],
      [issuer, clientId, kept(), 'http://localhost:3000'],
    );
    assert.equal((await env()).split(kept() ?? 'none').length, 2, 'the secret stands there once');
    assert.match(window.told.at(-1) ?? '', /has sign-in\./);
    assert.deepEqual(window.typed, [`Packages of ${clientId}: npm install`]);
  });

  it('finds nothing to do the second time, and asks for no new secret', async () => {
    await window.product.run('addSignIn');
    const before = await env();
    window.acts.reviews = () => assert.fail('there is nothing to review');
    window.asked.length = 0;
    await window.product.run('addSignIn');
    assert.match(window.told.at(-1) ?? '', /Nothing was changed\./);
    assert.deepEqual([await env(), window.asked, renewals()], [before, [], 0]);
  });

  it('says that nobody can sign in yet where the plan was declined, and goes on from there the next time', async () => {
    window.acts.agrees = () => false;
    await window.product.run('addSignIn');
    assert.match(window.told.at(-1) ?? '', /is not registered as its sign-in needs/);
    assert.deepEqual([await env(), window.typed], ['', []]);
    window.acts.agrees = () => true;
    await window.product.run('addSignIn');
    assert.deepEqual(window.statuses, [`${clientId} synced`]);
    assert.equal(parseEnv(await env())['SSO_CLIENT_ID'], clientId);
  });

  it('makes a new secret where the first is lost', async () => {
    await window.product.run('addSignIn');
    const before = parseEnv(await env());
    for (const key of [...workspace.secrets.values.keys()]) await workspace.secrets.delete(key);
    await window.product.run('addSignIn');
    const after = parseEnv(await env());
    assert.equal(renewals(), 1);
    assert.equal(after['SSO_CLIENT_SECRET'], kept());
    assert.notEqual(after['SSO_CLIENT_SECRET'], before['SSO_CLIENT_SECRET']);
    assert.equal(after['SESSION_SECRET'], before['SESSION_SECRET'], 'sessions of the application go on');
  });

  it('T31 gives the secret of one issuer to no other', async () => {
    await window.product.run('addSignIn');
    const first = kept() ?? '';
    const text = (await workspace.files.read('sso.json')) ?? '';
    await window.product.run('stopLocalProvider');
    await window.save(text.replace(/"port": \d+/, `"port": ${String(await freePort())}`));
    await window.product.run('addSignIn');
    assert.equal(renewals(), 1);
    assert.ok(!(await env()).includes(first));
  });

  it('writes and registers nothing when a change is not agreed to', async () => {
    window.acts.reviews = () => false;
    await window.product.run('addSignIn');
    assert.match(window.told.at(-1) ?? '', /was not given sign-in/);
    assert.deepEqual([await env(), await workspace.files.read('auth.js'), window.http.requests], ['', undefined, []]);
  });

  it('T33: does not write through an sso.json that is a link', async () => {
    const file = join(workspace.folder, 'sso.json');
    const elsewhere = join(workspace.folder, 'elsewhere.json');
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
    const text = ((await workspace.files.read('sso.json')) ?? '').replace(/"redirectPaths": \[.*?\],?/s, '');
    await window.save(text);
    window.acts.reviews = () => assert.fail('there is nothing to review');
    await assert.rejects(window.product.run('addSignIn'), { code: 'scaffold.unsafePath' });
    assert.deepEqual([await env(), await workspace.files.read('elsewhere.json')], ['', text]);
  });

  it('T60: writes no secret to a .env that git began to track meanwhile', async () => {
    window.acts.agrees = async () => {
      await workspace.files.write('.git/index', 'DIRC\0\0\0\u0002 \0\u0004.env\0');
      return true;
    };
    await assert.rejects(window.product.run('addSignIn'), { code: 'scaffold.envNotIgnored' });
    assert.equal(await env(), '');
  });

  it('writes no secret where git would take it, and goes on once it would not', async () => {
    window.acts.agrees = async () => {
      await workspace.files.write('.gitignore', 'node_modules\n');
      return true;
    };
    await assert.rejects(window.product.run('addSignIn'), { code: 'scaffold.envNotIgnored' });
    assert.equal(await env(), '');
    await window.product.run('addSignIn');
    assert.match((await workspace.files.read('.gitignore')) ?? '', /^\.env$/m);
    assert.equal(parseEnv(await env())['SSO_CLIENT_SECRET'], kept());
  });
});
