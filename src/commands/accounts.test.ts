import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { fakeMemory } from '../../test/fakes/fakeMemory.ts';
import { fakeSecrets } from '../../test/fakes/fakeSecrets.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { fakeSettings, fakeSurroundings, sessionFacts } from '../../test/fakes/signInEdges.ts';
import { sessionInUse } from '../state/snapshot.ts';
import { copyDiagnostics } from './copyDiagnostics.ts';
import { forgetEverything } from './forgetEverything.ts';

const alice = sessionFacts({ id: '1', account: { id: 'alice', label: 'Alice Adams' } });
const bob = sessionFacts({ id: '2', account: { id: 'bob', label: 'Bob Brown' } });

describe('useAccount', () => {
  it('G52 the account that was chosen counts, also after a reload, and only in its environment', async () => {
    const { store, reader, remembered } = readWorkspace(declaration, fakeDirectory());
    store.update({ sessions: [alice, bob, { ...bob, id: '3', environment: 'staging', issuer: 'https://id.example' }] });
    assert.equal(sessionInUse(store.current)?.id, '2');
    await reader.useAccount('local', 'alice');
    assert.equal(sessionInUse(store.current)?.id, '1');
    assert.equal(sessionInUse(store.current, { name: 'staging', issuer: 'https://id.example' })?.id, '3');
    assert.deepEqual([...remembered], [['accountInUse:local', 'alice']]);
    reader.declare(JSON.stringify(declaration));
    assert.equal(sessionInUse(store.current)?.id, '1');
  });
});

describe('forgetEverything', () => {
  function worldOf(agrees: boolean) {
    const { store, reader, remembered } = readWorkspace(declaration, fakeDirectory());
    const secrets = fakeSecrets();
    const personMemory = fakeMemory(new Map([['confirmed:https://id.example', '[]']]));
    const ask = fakeAsk({ confirm: () => agrees, tell: () => undefined });
    let forgotten = 0;
    const deps = {
      ask,
      memory: fakeMemory(remembered),
      personMemory,
      reader,
      secrets,
      sessions: {
        list: () => Promise.resolve([]),
        ended: () => Promise.resolve([]),
        forgetAll: () => {
          forgotten++;
          return Promise.resolve({ sessions: 2, others: 1 });
        },
      },
      store,
    };
    return { deps, ask, store, reader, remembered, secrets, personMemory, forgotten: () => forgotten };
  }

  it('F45 empties what the product keeps, after the person agreed', async () => {
    const world = worldOf(true);
    await world.secrets.store('clientSecret:x', 'kept');
    await world.reader.useEnvironment('staging');
    await world.reader.useAccount('staging', 'alice');
    world.store.update({ sessions: [alice] });
    await forgetEverything(world.deps);
    assert.equal(world.forgotten(), 1);
    assert.equal(world.ask.asked[1], 'tell: Everything was forgotten: 2 sessions and 1 other record.');
    assert.deepEqual(
      [[...world.secrets.values.keys()], [...world.personMemory.values], [...world.remembered]],
      [[], [], []],
    );
    assert.deepEqual([world.store.current.sessions, world.store.current.workspace.environment.name], [[], 'local']);
  });

  it('touches nothing without it', async () => {
    const world = worldOf(false);
    await world.secrets.store('clientSecret:x', 'kept');
    await forgetEverything(world.deps);
    assert.deepEqual([world.forgotten(), world.secrets.values.size, world.personMemory.values.size], [0, 1, 1]);
  });
});

describe('copyDiagnostics', () => {
  it('I61 copies what helps, without asking a provider, and says so', async () => {
    const { store } = readWorkspace(declaration, fakeDirectory());
    store.update({ sessions: [alice] });
    const copied: string[] = [];
    const ask = fakeAsk({ tell: () => undefined });
    await copyDiagnostics({
      about: { version: '1.0.0', editor: 'Code', system: 'linux' },
      ask,
      clipboard: { read: () => Promise.resolve(''), write: (text) => Promise.resolve(void copied.push(text)) },
      clock: new FakeClock(),
      settings: fakeSettings({ signInFlow: () => 'deviceCode' }),
      store,
      surroundings: fakeSurroundings(),
      workspace: { folder: '/shop', isTrusted: () => false },
    });
    assert.equal(copied.length, 1);
    assert.match(copied[0] ?? '', /flow=deviceCode/);
    assert.match(copied[0] ?? '', /Workspace: not trusted/);
    assert.match(copied[0] ?? '', /Environment staging: oidc, https:\/\/id\.example/);
    assert.equal(ask.asked.length, 1);
  });
});
