import assert from 'node:assert/strict';
import { endedInUse, sessionInUse } from '../../src/state/snapshot.ts';
import { statusBar } from '../../src/views/statusBar.ts';
import { freePort, TestWorkspace, until, type Window } from './composedProduct.ts';
import { textOf } from './browserAgent.ts';
import { declarationAt } from './productDeclaration.ts';

describe('the product signs in', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let port: number;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    port = await freePort();
    await workspace.files.write('sso.json', declarationAt(port));
  });
  afterEach(() => workspace.close());

  const labels = ({ snapshot }: Window): readonly string[] => snapshot.sessions.map(({ account }) => account.label);

  it('starts the provider, opens the browser once, and knows who came back', async () => {
    const window = await workspace.open();
    const seen: string[] = [];
    window.product.store.onDidChange((snapshot) => {
      const { kind } = statusBar(snapshot, new Date());
      if (seen.at(-1) !== kind) seen.push(kind);
    });
    await window.product.run('signIn');
    const session = sessionInUse(window.snapshot);
    assert.deepEqual(
      [session?.account, session?.environment, session?.refreshable],
      [{ id: `http://127.0.0.1:${String(port)}#alice`, label: 'Alice Adams' }, 'local', true],
    );
    assert.equal(window.opened.length, 1);
    assert.deepEqual(seen, ['signedOut', 'signingIn', 'signedIn']);
    assert.match(textOf((await window.pages[0])?.html ?? ''), /signed in as Alice Adams/);
  });

  it('signs a person of the view in by one press', async () => {
    const window = await workspace.open({ presses: 'Continue as Bob Brown' });
    await window.product.run('signInAs', { subject: { kind: 'person', person: 'bob' } });
    assert.deepEqual(labels(window), ['Bob Brown']);
  });

  it('says so when the person refuses on the page of the provider', async () => {
    const window = await workspace.open({ presses: 'Refuse' });
    await assert.rejects(window.product.run('signIn'), { code: 'signIn.denied' });
    const { signIn, sessions } = window.snapshot;
    assert.deepEqual([signIn, sessions], [{ kind: 'idle' }, []]);
  });

  it('is quiet when the person cancels', async () => {
    const window = await workspace.open({ presses: undefined });
    const signingIn = window.product.run('signIn');
    await until(window.product.store, ({ signIn }) => signIn.kind === 'running');
    window.cancelling.abort();
    await assert.rejects(signingIn, { code: 'operation.cancelled' });
    assert.deepEqual(window.snapshot.signIn, { kind: 'idle' });
  });

  it('a second sign-in ends the first and is the one that is shown', async () => {
    const window = await workspace.open({ presses: undefined });
    const first = window.product.run('signIn');
    first.catch(() => undefined); // looked at below
    await until(window.product.store, ({ signIn }) => signIn.kind === 'running');
    while (window.opened.length === 0) await new Promise(setImmediate);
    const second = window.product.run('signIn');
    second.catch(() => undefined); // looked at below
    await assert.rejects(first, { code: 'operation.cancelled' });
    assert.equal(window.snapshot.signIn.kind, 'running');
    window.cancelling.abort();
    await assert.rejects(second, { code: 'operation.cancelled' });
    assert.equal(window.snapshot.signIn.kind, 'idle');
  });

  it('signing out revokes at the provider, and forgets here', async () => {
    const window = await workspace.open();
    const { id } = await window.product.signIn([], undefined);
    const { accessToken } = await window.product.sessions.tokens(id);
    assert.equal(await userInfoStatus(accessToken), 200);
    await window.product.run('signOut');
    assert.equal(await userInfoStatus(accessToken), 401);
    await until(window.product.store, ({ sessions }) => sessions.length === 0);
    assert.deepEqual([...workspace.secrets.values.keys()], []);
    assert.ok(!window.log.lines.some((line) => line.includes('not at the provider')));
  });

  it('a reload is still signed in, and finds the provider that still runs', async () => {
    const before = await workspace.open();
    const { id } = await before.product.signIn([], undefined);
    before.product.dispose();
    const after = await workspace.open();
    assert.deepEqual([after.snapshot.connection.kind, labels(after)], ['reachable', ['Alice Adams']]);
    const { accessToken } = await after.product.sessions.tokens(id);
    assert.equal(await userInfoStatus(accessToken), 200);
    assert.deepEqual(after.opened, []);
  });

  it('windows on one workspace see each other sign in and out', async () => {
    const one = await workspace.open();
    const other = await workspace.open();
    await one.product.run('signIn');
    await until(other.product.store, () => labels(other).join() === 'Alice Adams');
    await one.product.run('signOut');
    await until(other.product.store, () => labels(other).length === 0);
    assert.deepEqual(other.opened, []);
  });

  it('asks for the person once the provider ended the session, until somebody signs in or out', async () => {
    const window = await workspace.open();
    const endSession = async () => {
      const { id } = await window.product.signIn([], undefined);
      await revokedElsewhere(id);
      await assert.rejects(window.product.sessions.renewed(id), { code: 'session.expired' });
      await until(window.product.store, ({ sessions }) => sessions.length === 0);
      await until(window.product.store, (snapshot) => endedInUse(snapshot)?.account.label === 'Alice Adams');
    };
    const isOver = () => until(window.product.store, (snapshot) => endedInUse(snapshot) === undefined);
    await endSession();
    await window.product.run('signIn');
    await isOver();
    await endSession();
    await window.product.run('signOut');
    await isOver();
    await endSession();
    const other = await workspace.open();
    assert.equal(endedInUse(other.snapshot)?.account.label, 'Alice Adams', 'the other window says so too');
    await other.product.run('signIn');
    await isOver();
  });

  const endpoint = (path: string): string => `http://127.0.0.1:${String(port)}${path}`;

  async function userInfoStatus(token: string): Promise<number> {
    return (await fetch(endpoint('/me'), { headers: { authorization: `Bearer ${token}` } })).status;
  }

  /** What the provider does when an administrator ends a session. */
  async function revokedElsewhere(id: string): Promise<void> {
    const record = JSON.parse(workspace.secrets.values.get(`session:${id}`) ?? '{}') as { refreshToken: string };
    const body = new URLSearchParams({ token: record.refreshToken, client_id: 'sso-toolkit' });
    const answer = await fetch(endpoint('/token/revocation'), { method: 'POST', body });
    assert.equal(answer.status, 200);
  }
});
