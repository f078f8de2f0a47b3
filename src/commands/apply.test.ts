import assert from 'node:assert/strict';
import { fakeAsk, type Answers } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { fakeProgress } from '../../test/fakes/fakeProgress.ts';
import { fakeSecrets } from '../../test/fakes/fakeSecrets.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { SsoError } from '../base/ssoError.ts';
import type { ApplicationFields } from '../model/application.ts';
import { apply } from './apply.ts';

const outdated = new SsoError('plan.outdated', { message: 'Shop was changed meanwhile.' });

describe('apply', () => {
  it('reads afresh, asks once with the whole plan, and sends just that', async () => {
    const world = worldOf({ orders: { name: 'Old' } });
    await apply(world.deps, undefined);
    assert.deepEqual(world.asked, ['confirm: Apply 2 changes to local?']);
    assert.match(world.details[0] ?? '', /Register Shop[^]*Update Orders/);
    assert.deepEqual(world.log, [
      'find shop orders',
      'create shop',
      'update orders: name type audience',
      'find shop orders',
    ]);
    assert.deepEqual(world.statuses(), ['shop synced', 'orders synced']);
    assert.equal(world.store.current.operations.size, 0);
  });

  it('keeps a secret that is said once, bound to the issuer', async () => {
    const world = worldOf();
    await apply(world.deps, { kind: 'application', application: 'shop' });
    assert.deepEqual([...world.secrets.values], [['clientSecret:["http://127.0.0.1:9400","shop"]', 'secret of shop']]);
  });

  it('a failed change does not stop the others; its row says why until the next time', async () => {
    const world = worldOf();
    world.refuses.set('shop', outdated);
    await assert.rejects(apply(world.deps, undefined), (error: SsoError) => {
      assert.deepEqual([error.code, error.cause], ['apply.incomplete', outdated]);
      assert.match(error.message, /^1 of 2 changes applied\.\nShop: Shop was changed meanwhile\.$/);
      return true;
    });
    assert.deepEqual(
      [...world.store.current.operations],
      [['shop', { kind: 'failed', reason: 'Shop was changed meanwhile.' }]],
    );
    assert.deepEqual(world.statuses(), ['shop missing', 'orders synced']);
    world.known.set('shop', world.store.current.workspace.applications[0]?.fields ?? {});
    await apply(world.deps, undefined);
    assert.equal(world.store.current.operations.size, 0);
  });

  it('says which changes were not tried after the person cancelled, and reads again', async () => {
    const world = worldOf({}, { cancelsAt: 'Register Shop' });
    await assert.rejects(apply(world.deps, undefined), { code: 'apply.incomplete' });
    assert.ok(!world.log.includes('create orders'));
    assert.equal(world.log.at(-1), 'find shop orders');
    assert.equal(world.store.current.operations.size, 0);
  });

  it('a defect leaves no application as being applied', async () => {
    const world = worldOf();
    const defect = new Error('a defect');
    world.deps.directoryOf().create = () => Promise.reject(defect);
    await assert.rejects(apply(world.deps, undefined), defect);
    assert.equal(world.store.current.operations.size, 0);
  });

  it('sends nothing when declined, or when sso.json changed while the plan was shown', async () => {
    const declined = worldOf({}, { confirm: () => false });
    await apply(declined.deps, undefined);
    const changed = worldOf(
      {},
      {
        confirm: () => {
          changed.deps.reader.declare(JSON.stringify({ applications: { shop: { name: 'Shop 2' } } }));
          return true;
        },
      },
    );
    await assert.rejects(apply(changed.deps, undefined), { code: 'plan.outdated' });
    assert.deepEqual([declined.log, changed.log], [['find shop orders'], ['find shop orders']]);
  });

  const nothing: readonly [title: string, declared: object, only: string | undefined, message: RegExp][] = [
    ['no application', {}, undefined, /declares no application/],
    ['all registered', { applications: { a: { type: 'api' }, b: { type: 'api' } } }, undefined, /every application/],
    [
      'one, while another differs',
      { applications: { a: { type: 'api' }, c: { type: 'web' } } },
      'a',
      /: a is registered/,
    ],
  ];
  for (const [title, declared, only, message] of nothing) {
    it(`tells that there is nothing to do: ${title}`, async () => {
      const world = worldOf({ a: { type: 'api', name: 'a' }, b: { type: 'api', name: 'b' } }, { declared });
      await apply(world.deps, only === undefined ? undefined : { kind: 'application', application: only });
      assert.equal(world.asked.length, 1);
      assert.match(world.asked[0] ?? '', message);
    });
  }

  it('plans nothing on what could not be read, and says so', async () => {
    const world = worldOf();
    world.deps.directoryOf().find = () => Promise.reject(new SsoError('provider.unreachable', { message: 'No.' }));
    await apply(world.deps, undefined);
    assert.match(world.asked[0] ?? '', /2 of 2 could not be read/);
  });

  it('starts a stopped local provider only when told to', async () => {
    for (const [answer, started] of [
      [undefined, []],
      ['Start Local Provider', [9400]],
    ] as const) {
      const world = worldOf({}, { stopped: true, answer });
      await apply(world.deps, undefined);
      assert.deepEqual(world.started, started);
      assert.equal(world.asked[0], 'tell: The local provider of local is not running.');
      assert.equal(world.log.includes('create shop'), started.length > 0);
    }
  });
});

function worldOf(
  registered: Readonly<Record<string, ApplicationFields>> = {},
  options: {
    confirm?: NonNullable<Answers['confirm']>;
    declared?: object;
    cancelsAt?: string;
    stopped?: boolean;
    answer?: string | undefined;
  } = {},
) {
  const { confirm = () => true, declared = declaration, cancelsAt, stopped = false, answer } = options;
  const provider = fakeDirectory(registered);
  const { store, reader, connection } = readWorkspace(declared, provider);
  const details: string[] = [];
  const started: number[] = [];
  if (stopped) {
    connection.current = { kind: 'stopped' };
    store.update({ connection: connection.current });
  }
  const ask = fakeAsk({
    confirm: (question, text) => {
      details.push(text);
      return confirm(question, text);
    },
    tell: () => answer,
  });
  const secrets = fakeSecrets();
  const deps = {
    ask,
    directoryOf: () => provider.directory,
    files: memoryFiles({}).files,
    localProvider: {
      status: { kind: 'stopped' as const },
      start: (port: number) => Promise.resolve(void started.push(port)),
    },
    progress: fakeProgress(cancelsAt),
    reader,
    secrets,
    store,
    workspace: { folder: '/shop', isTrusted: () => true },
  };
  const statuses = () => store.current.standings.map(({ declared: { key }, status }) => `${key} ${status.kind}`);
  return { deps, details, started, asked: ask.asked, secrets, store, statuses, ...provider };
}
