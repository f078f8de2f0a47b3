import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import type { SignInFlow } from '../../src/model/signInFlow.ts';
import { TestWorkspace, until, type Window } from './composedProduct.ts';
import { type Faults, HostileProvider, json } from './hostileProvider.ts';
import { soon } from './signInWorld.ts';

/** The editor queues all calls to an authentication provider: one that never ends would block every other extension. */
describe('what the editor waits for', function () {
  this.timeout(30_000);
  const provider = new HostileProvider();
  let workspace: TestWorkspace;
  let window: Window;
  let timeoutMs: number;
  let flow: SignInFlow | undefined;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(async () => {
    forgetMetadata();
    provider.heal();
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      device_authorization_endpoint: `${provider.issuer}/device`,
      end_session_endpoint: `${provider.issuer}/logout`,
    });
    timeoutMs = 20_000;
    flow = undefined;
    workspace = new TestWorkspace();
    const signIn = {
      clientId: 'client',
      redirectUris: ['http://127.0.0.1/callback', 'vscode://sso-toolkit.sso-toolkit/callback'],
    };
    const environments = { main: { provider: 'oidc', issuer: provider.issuer, signIn } };
    await workspace.files.write('sso.json', JSON.stringify({ environments }));
    window = await workspace.open({
      presses: undefined,
      types: () => new Promise(() => undefined),
      chooses: () => undefined,
      settings: {
        allowHttpOnLoopback: () => true,
        signInTimeoutMs: () => timeoutMs,
        signInFlow: () => flow,
      },
    });
  });
  afterEach(async () => {
    await workspace.close();
  });

  const signIn = (): Promise<unknown> => soon(window.product.signIn(['openid'], undefined));
  const silentAt =
    (silent: string): NonNullable<Faults['answer']> =>
    (path, _request, response) => {
      if (path === '/device') {
        json(response, 200, {
          device_code: 'd-1',
          user_code: 'AB-12',
          verification_uri: `${provider.issuer}/activate`,
          expires_in: 300,
          interval: 0.02,
        });
        return true;
      }
      return path === silent;
    };
  const waiting = async (silent: string): Promise<void> => {
    while (provider.count(silent) === 0) await new Promise(setImmediate);
  };

  /** Where a sign-in can wait: the path that is never answered, by which way. */
  const waits: readonly [path: string, flow: SignInFlow][] = [
    ['/authorize', 'loopback'],
    ['/token', 'loopback'],
    ['/authorize', 'uriHandler'],
    ['/authorize', 'pastedUrl'],
    ['/token', 'deviceCode'],
  ];
  for (const [path, way] of waits) {
    const where = `${way}, ${path} is never answered`;

    if (way !== 'deviceCode') {
      it(`G51 a new session settles when its time is over: ${where}`, async () => {
        timeoutMs = 150;
        flow = way;
        provider.faults.answer = silentAt(path);
        await assert.rejects(signIn(), { code: 'signIn.timeout' });
        assert.equal(window.snapshot.signIn.kind, 'failed');
      });
    }

    it(`G51 a new session settles when the person cancels, also twice: ${where}`, async () => {
      flow = way;
      provider.faults.answer = silentAt(path);
      const signingIn = signIn();
      signingIn.catch(() => undefined); // looked at below
      await waiting(path);
      window.cancelling.abort();
      window.cancelling.abort();
      await assert.rejects(signingIn, { code: 'operation.cancelled' });
      assert.equal(window.snapshot.signIn.kind, 'idle');
      await assert.rejects(signIn(), { code: 'operation.cancelled' }, 'cancelled before it begins');
    });

    it(`G51 a new session settles when the window is disposed: ${where}`, async () => {
      flow = way;
      provider.faults.answer = silentAt(path);
      const signingIn = signIn();
      signingIn.catch(() => undefined); // looked at below
      await waiting(path);
      window.product.dispose();
      await assert.rejects(signingIn, { code: 'operation.cancelled' });
      assert.equal(workspace.secrets.values.size, 0);
    });
  }

  it('G51 a new session settles when another takes its place, and when nobody agrees to the provider', async () => {
    provider.faults.answer = silentAt('/authorize');
    const first = signIn();
    first.catch(() => undefined); // looked at below
    await waiting('/authorize');
    provider.heal();
    await signIn();
    await assert.rejects(first, { code: 'operation.cancelled' });
    await workspace.personMemory.set(`confirmed:${provider.issuer}`, undefined);
    window.acts.agrees = () => false;
    await assert.rejects(signIn(), { code: 'operation.cancelled' });
  });

  it('G51 a new session settles in a window that is gone already', async () => {
    window.product.dispose();
    await assert.rejects(signIn(), { code: 'operation.cancelled' });
  });

  it('G51 removing settles: twice, of an unknown id, in a window that is gone, with a provider that fails', async () => {
    const { id } = await window.product.signIn(['openid'], undefined);
    provider.faults.answer = (path, _request, response) => {
      if (path === '/revoke') response.destroy();
      return path === '/revoke';
    };
    await soon(Promise.all([window.product.sessions.remove(id), window.product.sessions.remove(id)]));
    await until(window.product.store, ({ sessions }) => sessions.length === 0);
    window.product.dispose();
    await soon(window.product.sessions.remove(id));
    await soon(window.product.sessions.remove('unknown'));
  });

  const endings: readonly [title: string, end: () => void][] = [
    [
      'the window is disposed',
      () => {
        window.product.dispose();
      },
    ],
    [
      'the person cancels, also twice',
      () => {
        window.cancelling.abort();
        window.cancelling.abort();
      },
    ],
  ];
  for (const [title, end] of endings) {
    it(`G51 J63 signing out at the provider settles when ${title} meanwhile`, async () => {
      await window.product.signIn(['openid'], undefined);
      provider.faults.answer = silentAt('/logout');
      const leaving = soon(window.product.run('signOutAtProvider'));
      leaving.catch(() => undefined); // looked at below
      await waiting('/logout');
      end();
      await assert.rejects(leaving, { code: 'operation.cancelled' });
      assert.equal(workspace.secrets.values.size, 0);
    });
  }
});
