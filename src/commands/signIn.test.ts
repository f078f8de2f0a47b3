import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fakeMemory } from '../../test/fakes/fakeMemory.ts';
import { fakeProgress } from '../../test/fakes/fakeProgress.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { fakeSettings, fakeSurroundings, sessionFacts } from '../../test/fakes/signInEdges.ts';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SignInRequest } from '../signIn/request.ts';
import { signIn } from './signIn.ts';
import { signInAs } from './signInAs.ts';
import { signOut } from './signOut.ts';

const issuer = 'http://127.0.0.1:9400';
const session = (id: string, label: string, environment = 'local'): SessionFacts =>
  sessionFacts({ id, environment, account: { id: `${issuer}#${label}`, label } });
const alice = session('1', 'Alice Adams');

describe('signIn', () => {
  it('asks the provider of the environment, with the settings of the person', async () => {
    const world = worldOf();
    assert.equal(await signIn(world.deps), alice);
    assert.deepEqual(world.requests, [
      {
        environment: 'local',
        instance: 'i1',
        issuer,
        clientId: 'sso-toolkit',
        scopes: world.store.current.workspace.environment.signIn.scopes,
        parameters: {},
        redirectUris: [],
        offlineAccess: false,
        origins: [],
        postLogoutRedirectUri: 'http://127.0.0.1/callback',
        flow: 'loopback',
        allowHttpOnLoopback: true,
        ports: [4711],
        timeoutMs: 1000,
        bindTokens: 'whenRequired',
      },
    ]);
    assert.deepEqual(world.states, ['running', 'running', 'running', 'idle']);
    assert.deepEqual(world.store.current.sessions, [alice]);
  });

  it('takes what was asked for in place of what the environment says', async () => {
    const world = worldOf();
    await signIn(world.deps, { scopes: ['openid'], loginHint: 'bob' });
    const [request] = world.requests;
    assert.deepEqual([request?.scopes, request?.loginHint], [['openid'], 'bob']);
  });

  const endings: readonly [code: ErrorCode, state: string][] = [
    ['operation.cancelled', 'idle'],
    ['signIn.denied', 'idle'],
    ['signIn.refused', 'failed'],
    ['signIn.timeout', 'failed'],
    ['browser.notOpened', 'failed'],
  ];
  for (const [code, state] of endings) {
    it(`is ${state} after ${code}, and throws it on`, async () => {
      const world = worldOf({ fails: new SsoError(code, { message: 'What happened.', hint: 'What to do.' }) });
      await assert.rejects(signIn(world.deps), { code });
      const reason = state === 'failed' ? { environment: 'local', reason: 'What happened. What to do.' } : {};
      assert.deepEqual(world.store.current.signIn, { kind: state, ...reason });
    });
  }

  it('sends nothing where nothing is trusted, nor to a provider that the person did not agree to', async () => {
    const other = worldOf({ agrees: false });
    await other.deps.reader.useEnvironment('staging');
    await assert.rejects(signIn(other.deps), { code: 'operation.cancelled' });
    const untrusted = worldOf({ trusted: false });
    await assert.rejects(signIn(untrusted.deps), { code: 'workspace.untrusted' });
    assert.deepEqual([other.requests, untrusted.requests, other.started, untrusted.started], [[], [], [], []]);
    assert.deepEqual(other.asked, ['confirm: Sign in at https://id.example?']);
  });

  it('signs in as the person of the row, or as whoever is picked', async () => {
    const world = worldOf({ picks: 'Carol Clark' });
    await signInAs(world.deps, { subject: { kind: 'person', person: 'alice' } });
    await signInAs(world.deps, undefined);
    assert.deepEqual(
      world.requests.map(({ loginHint }) => loginHint),
      ['alice', 'carol'],
    );
    const dismissed = worldOf();
    await signInAs(dismissed.deps, undefined);
    assert.deepEqual([dismissed.requests, dismissed.started], [[], []]);
  });
});

describe('signOut', () => {
  const bob = session('2', 'Bob Brown');
  const cases: readonly [
    title: string,
    sessions: readonly SessionFacts[],
    picks: string | undefined,
    removed: string[],
  ][] = [
    ['ends the only session without asking', [alice], undefined, ['1']],
    ['ends a session of another environment too', [session('3', 'Alice Adams', 'staging')], undefined, ['3']],
    ['asks which of several', [alice, bob], 'Bob Brown', ['2']],
    ['ends none when dismissed', [alice, bob], undefined, []],
    ['does no harm when nobody is signed in', [], undefined, []],
  ];
  for (const [title, sessions, picks, removed] of cases) {
    it(title, async () => {
      const world = worldOf(picks === undefined ? {} : { picks });
      world.store.update({ sessions, signIn: { kind: 'failed', environment: 'local', reason: 'x' } });
      await signOut(world.deps);
      assert.deepEqual(world.removed, removed);
      const asks = sessions.length > 1;
      assert.deepEqual(world.asked, asks ? ['choose: Sign Out'] : []);
      assert.equal(world.store.current.signIn.kind, asks && removed.length === 0 ? 'failed' : 'idle');
    });
  }
});

interface Acts {
  readonly fails?: SsoError;
  readonly trusted?: boolean;
  readonly agrees?: boolean;
  readonly picks?: string;
}

function worldOf({ fails, trusted = true, agrees = true, picks }: Acts = {}) {
  const { store, reader } = readWorkspace(declaration, fakeDirectory());
  const requests: (SignInRequest & { readonly environment: string })[] = [];
  const states: string[] = [];
  const started: number[] = [];
  const removed: string[] = [];
  store.onDidChange(({ signIn: { kind } }) => states.push(kind));
  const ask = fakeAsk({ choose: () => picks, confirm: () => agrees });
  const deps = {
    ask,
    browser: { open: () => Promise.reject(new Error('the sessions open it')) },
    clipboard: { read: () => Promise.resolve(''), write: () => Promise.resolve() },
    clock: new FakeClock(),
    fetch: () => Promise.reject(new Error('nothing is to be sent')),
    log: fakeLog(),
    personMemory: fakeMemory(),
    files: memoryFiles({}).files,
    localProvider: {
      provenInstance: 'i1',
      status: { kind: 'stopped' as const },
      start: (port: number) => Promise.resolve(void started.push(port)),
    },
    progress: fakeProgress(),
    reader,
    sessions: {
      list: () => Promise.resolve([alice]),
      signIn: (request: SignInRequest & { readonly environment: string }) => {
        requests.push(request);
        return fails ? Promise.reject(fails) : Promise.resolve(alice);
      },
      remove: (id: string) => Promise.resolve(void removed.push(id)),
    },
    surroundings: fakeSurroundings(),
    settings: fakeSettings({ signInPorts: () => [4711], signInTimeoutMs: () => 1000 }),
    store,
    workspace: { folder: '/shop', isTrusted: () => trusted },
  };
  return { deps, store, requests, states, started, removed, asked: ask.asked };
}
