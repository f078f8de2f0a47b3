import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { type Endable, endSession } from '../../src/signIn/endSession.ts';
import { clientStore } from '../../src/sessions/clientStore.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { desktop, fakeSurroundings } from '../fakes/signInEdges.ts';
import { BrowserAgent, type Shown, textOf } from './browserAgent.ts';
import { HostileProvider } from './hostileProvider.ts';
import { sample } from './localProviderSample.ts';
import { cleanUp, startProvider, writeDeclaration } from './localProviderUnderTest.ts';
import { settled, shared, window } from './sessionsWorld.ts';
import { signInWorld, soon } from './signInWorld.ts';

const anyPort = 'http://127.0.0.1/callback';
const idToken = 'header.claims+/=&#ü.signature';

describe('signing out at the provider', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    forgetMetadata();
    provider.heal();
    provider.loggedOut = undefined;
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      end_session_endpoint: `${provider.issuer}/logout?realm=a`,
    });
  });

  /** `browse` is what the browser does with what it is given; by default it follows where it is led. */
  function world(host = desktop) {
    const agent = new BrowserAgent();
    const clock = new FakeClock(new Date().toISOString());
    const log = fakeLog();
    const opened: string[] = [];
    const cancelling = new AbortController();
    const parts = {
      browse: (url: string): Promise<Shown> => agent.visit(url),
      shown: undefined as Promise<Shown> | undefined,
      opens: true,
    };
    const end = (session: Partial<Endable> = {}) =>
      endSession(
        { issuer: provider.issuer, clientId: 'client', idToken, allowHttpOnLoopback: true, origins: [], ...session },
        {
          clock,
          log,
          fetch,
          surroundings: fakeSurroundings(host),
          browser: {
            open: (url) => {
              opened.push(url);
              if (parts.opens) parts.shown = parts.browse(url);
              return Promise.resolve(parts.opens);
            },
          },
        },
        cancelling.signal,
      );
    const cancel = (): void => {
      cancelling.abort(new Error('cancelled'));
    };
    return { agent, clock, log, opened, parts, end, cancel };
  }

  /** Until it waits for the browser and nothing else. */
  async function waits(clock: FakeClock, agent: BrowserAgent): Promise<void> {
    while (clock.waiting === 0 || agent.visited.length < 2) await new Promise(setImmediate);
    await settled();
  }

  it('J63 T60 names session, client and way back, and nothing of it stands in what the editor opens or logs', async () => {
    const { agent, clock, log, opened, parts, end } = world();
    assert.deepEqual(await soon(end({ postLogoutRedirectUri: anyPort })), { kind: 'ended' });
    const query = provider.loggedOut;
    assert.deepEqual(
      [query?.get('realm'), query?.get('id_token_hint'), query?.get('client_id')],
      ['a', idToken, 'client'],
    );
    assert.match(query?.get('post_logout_redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    assert.equal(query?.get('state')?.length, 43);
    assert.match(textOf((await parts.shown)?.html ?? ''), /You are signed out at the provider too\./);
    assert.deepEqual([opened.length, new URL(opened[0] ?? '').search], [1, '']);
    assert.doesNotMatch(log.lines.join('\n'), /claims|state=/);
    assert.ok(agent.visited.some((url) => url.includes(encodeURIComponent(idToken))));
    clock.advance(5_000);
    assert.equal(clock.waiting, 0);
  });

  it('J63 without a registered way back the page of the provider stays, and what comes of it is not known', async () => {
    const { agent, clock, parts, end } = world();
    const ending = end();
    await waits(clock, agent);
    clock.advance(10_000);
    assert.deepEqual(await soon(ending), { kind: 'opened' });
    assert.deepEqual(
      [provider.loggedOut?.has('post_logout_redirect_uri'), provider.loggedOut?.has('state')],
      [false, false],
    );
    assert.equal(textOf((await parts.shown)?.html ?? ''), 'Signed out.');
    assert.equal(clock.waiting, 0);
  });

  it('J63 a person who is asked something there is waited for ten seconds', async () => {
    const { agent, clock, parts, end } = world();
    parts.browse = (url) => agent.visit(url);
    provider.faults.answer = (path, _request, response) => {
      if (path === '/logout') response.end('Really?');
      return path === '/logout';
    };
    const ending = end({ postLogoutRedirectUri: anyPort });
    await waits(clock, agent);
    clock.advance(9_999);
    assert.equal(clock.waiting, 1);
    clock.advance(1);
    assert.deepEqual(await soon(ending), { kind: 'opened' });
    assert.equal(clock.waiting, 0);
  });

  it('J63 where the registered port is taken the page is opened, and the browser stays there', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { agent, clock, end } = world();
    const ending = end({ postLogoutRedirectUri: `http://127.0.0.1:${port}/callback` });
    await waits(clock, agent);
    clock.advance(10_000);
    assert.deepEqual(await soon(ending), { kind: 'opened' });
    assert.equal(provider.loggedOut?.has('post_logout_redirect_uri'), false);
    taken.close();
  });

  const own = 'vscode://sso-toolkit.sso-toolkit/callback';
  const away: readonly [title: string, registered: string | undefined, sent: string | null][] = [
    ['a port of the machine that the editor runs on', anyPort, null],
    ['the address of the editor', own, own],
    ['nothing', undefined, null],
  ];
  for (const [title, registered, sent] of away) {
    it(`J63 H53 where the browser is on another machine it is opened at the provider, and may come back to ${title}: ${String(sent !== null)}`, async () => {
      const { opened, parts, end } = world({ ...desktop, runs: 'remote' });
      assert.deepEqual(await soon(end({ postLogoutRedirectUri: registered })), { kind: 'opened' });
      assert.equal(new URL(opened[0] ?? '').pathname, '/logout');
      assert.equal(new URL(opened[0] ?? '').searchParams.get('post_logout_redirect_uri'), sent);
      await parts.shown?.catch(() => undefined); // no browser of a test opens an editor
    });
  }

  it('J63 says so where the browser was not opened, or the person gave up, and listens no longer', async () => {
    const refusing = world();
    refusing.parts.opens = false;
    await assert.rejects(soon(refusing.end()), { code: 'browser.notOpened' });
    const { agent, clock, opened, end, cancel } = world();
    const ending = end();
    await waits(clock, agent);
    cancel();
    await assert.rejects(soon(ending), { code: 'operation.cancelled' });
    assert.equal(clock.waiting, 0);
    await assert.rejects(fetch(opened[0] ?? ''));
  });

  it('J63 T30 the ID token goes to no origin that was not agreed to', async () => {
    provider.faults.metadata = (metadata) => ({ ...metadata, end_session_endpoint: 'http://localhost:1/logout' });
    const { opened, end } = world();
    await assert.rejects(soon(end()), { code: 'issuer.unconfirmed' });
    assert.deepEqual(opened, []);
  });

  for (const [clientId, isOurs] of [
    ['client', true],
    ['of-somebody-else', false],
  ] as const) {
    it(`J63 a way back that came with a registration is used for its client: ${clientId}`, async () => {
      const common = shared();
      const known = { clientId, redirectUris: [], postLogoutRedirectUri: 'http://127.0.0.1/own' };
      await clientStore(common.secrets, fakeLog()).put(provider.issuer, known);
      const { sessions, signIn } = window(common, await signInWorld(provider.issuer).signIn());
      const { id } = await signIn();
      const agent = new BrowserAgent();
      const browser = { open: async (url: string) => (await agent.visit(url)).status < 400 };
      const ending = sessions.removeEverywhere(id, browser, new AbortController().signal);
      while (provider.loggedOut === undefined) await new Promise(setImmediate);
      const isOver = ending.then(() => true);
      while (!(await Promise.race([isOver, settled()]))) common.clock.advance(10_000);
      assert.deepEqual(await ending, { kind: isOurs ? 'ended' : 'opened' });
      const back = provider.loggedOut.get('post_logout_redirect_uri');
      assert.equal(back === null ? undefined : new URL(back).pathname, isOurs ? '/own' : undefined);
    });
  }

  it('J63 is not offered where the provider does not', async () => {
    provider.faults.metadata = (metadata) => metadata;
    const { opened, end } = world();
    assert.deepEqual(await soon(end()), { kind: 'unsupported' });
    assert.deepEqual(opened, []);
  });
});

describe('signing out at the local provider', function () {
  this.timeout(60_000);
  after(cleanUp);

  it('J63 ends the session of the browser, and the browser comes back', async () => {
    const provider = await startProvider({ declaration: writeDeclaration(sample) });
    const world = signInWorld(provider.issuer, {}, { clientId: 'sso-toolkit' });
    const { agent } = world;
    world.browse = async (url) => agent.press(await agent.visit(url), 'Continue as Alice Adams');
    const signedIn = await world.signIn();
    const session = () => agent.cookie('127.0.0.1', `sso_${provider.line.instanceId.slice(0, 8)}_session`);
    assert.notEqual(session(), undefined);
    const browser = { open: async (url: string) => (await agent.visit(url)).status < 400 };
    const outcome = await soon(
      endSession(
        { ...signedIn, allowHttpOnLoopback: true, origins: [], postLogoutRedirectUri: anyPort },
        { clock: world.clock, log: world.log, fetch, surroundings: fakeSurroundings(), browser },
        new AbortController().signal,
      ),
    );
    assert.deepEqual(outcome, { kind: 'ended' });
    assert.equal(session(), undefined);
  });
});
