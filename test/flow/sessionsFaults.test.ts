import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import type { SignedIn } from '../../src/signIn/request.ts';
import { HostileProvider, json, type Faults } from './hostileProvider.ts';
import { settled, shared, window } from './sessionsWorld.ts';
import { signInWorld } from './signInWorld.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What a network and a server do to renewing a session while nobody looks. */
describe('Sessions and what goes wrong', () => {
  const provider = new HostileProvider();
  let signedIn: SignedIn;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(async () => {
    provider.heal();
    signedIn = await signInWorld(provider.issuer).signIn();
    provider.requests.length = 0;
  });
  afterEach(() => {
    forgetMetadata();
  });

  async function open() {
    const common = shared();
    const one = window(common, signedIn);
    const other = window(common, signedIn);
    await other.sessions.list();
    const { id } = await one.signIn();
    await settled();
    one.events.length = other.events.length = 0;
    return { ...common, one, other, id };
  }

  /** Takes the refresh token, gives a new one away, and cuts the connection instead of answering. */
  const rotatesAndCuts: NonNullable<Faults['answer']> = (path, _request, response) => {
    if (path !== '/token') return false;
    provider.useUpRefreshToken();
    response.socket?.destroy();
    return true;
  };

  it('F7 does not replay a token whose answer was lost; the person is asked once the token in use has run out', async () => {
    const { one, other, clock, id } = await open();
    provider.faults.answer = rotatesAndCuts;
    clock.advance(hour - 4 * minute);
    await settled();
    assert.equal((await one.sessions.tokens(id)).accessToken, signedIn.accessToken);
    provider.faults = {};
    const tried = provider.count('/token');
    assert.equal(tried, 1);
    clock.advance(minute);
    await settled();
    for (const { sessions } of [one, other]) await sessions.tokens(id);
    assert.equal(provider.count('/token'), tried, 'no window tries again while there is time');
    const [facts] = await one.sessions.list();
    assert.match(facts?.trouble?.reason ?? '', /was lost on the way/);
    clock.advance(4 * minute);
    await assert.rejects(other.sessions.tokens(id), {
      code: 'session.expired',
      message: /earlier answer .* was lost/,
    });
    assert.equal(provider.count('/token'), tried + 1);
    assert.deepEqual(await one.ended(), ['Alice Adams']);
  });

  it('F7 a window that waited while the answer was lost does not replay the token at once', async () => {
    const { one, other, clock, id } = await open();
    for (const { sessions } of [one, other]) sessions.dispose(); // without the timers
    provider.faults.answer = rotatesAndCuts;
    clock.advance(hour + minute);
    const asking = [one, other].map(({ sessions }) => sessions.tokens(id));
    await Promise.all(asking.map((tokens) => assert.rejects(tokens, { code: 'session.answerLost' })));
    assert.equal(provider.count('/token'), 1);
  });

  it('F7 one retry saves the session where the provider takes the old token for a while', async () => {
    const { one, clock, id } = await open();
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') response.socket?.destroy();
      return path === '/token';
    };
    clock.advance(hour - 4 * minute);
    await one.sessions.tokens(id);
    provider.faults = {};
    clock.advance(5 * minute);
    assert.notEqual((await one.sessions.tokens(id)).accessToken, signedIn.accessToken);
    assert.equal((await one.sessions.list())[0]?.trouble, undefined);
    clock.advance(hour - 4 * minute);
    await one.sessions.tokens(id);
    assert.ok(provider.count('/token') >= 3, 'renewed in the usual way again');
  });

  it('E36 F13 leaves a server alone for as long as it asks, and not longer than an hour', async () => {
    const { one, other, clock, id } = await open();
    for (const { sessions } of [one, other]) sessions.dispose(); // without the timers
    provider.faults.answer = (path, _request, response) => {
      if (path !== '/token') return false;
      response.setHeader('retry-after', '120');
      json(response, 429, { error: 'slow_down' });
      return true;
    };
    clock.advance(hour - 4 * minute);
    await one.sessions.tokens(id);
    clock.advance(119_000);
    await one.sessions.tokens(id);
    assert.equal(provider.count('/token'), 1);
    clock.advance(20_000);
    await one.sessions.tokens(id);
    assert.equal(provider.count('/token'), 2);
  });

  it('E39 F22 wakes offline without a sign-out or a word, and renews once when the network is back', async () => {
    let offline = true;
    const common = shared();
    const answers = (): typeof fetch => (input, init) =>
      offline
        ? Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }))
        : fetch(input, init);
    const one = window({ ...common, fetch: answers() }, signedIn);
    const other = window({ ...common, fetch: answers() }, signedIn);
    const { id } = await one.signIn();
    await settled();
    one.events.length = 0;
    common.clock.advance(8 * hour);
    await settled();
    assert.deepEqual([await one.ended(), one.events], [[], []]);
    await assert.rejects(one.sessions.tokens(id), { code: 'http.unreachable' });
    assert.match((await one.sessions.list())[0]?.trouble?.reason ?? '', /could not be resolved/);
    offline = false;
    const all = await Promise.all([one, other].map(({ sessions }) => sessions.tokens(id)));
    assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1);
    assert.equal(provider.count('/token'), 1);
    assert.equal((await one.sessions.list())[0]?.trouble, undefined);
  });

  it('F23 a clock that jumps back ends no session, and a token that a server refuses is renewed by the new time', async () => {
    const { one, clock, id } = await open();
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') json(response, 503, {});
      return path === '/token';
    };
    clock.advance(hour - 4 * minute);
    await one.sessions.tokens(id);
    provider.faults = {};
    clock.advance(-24 * hour);
    assert.equal((await one.sessions.tokens(id)).accessToken, signedIn.accessToken);
    const { accessToken, facts } = await one.sessions.renewed(id);
    assert.notEqual(accessToken, signedIn.accessToken);
    assert.equal(facts.expiresAt?.getTime(), clock.now().getTime() + hour);
    assert.equal(facts.trouble, undefined);
  });

  it('T17 T30 sends no token to an origin that was not agreed to, and keeps the session', async () => {
    const { one, clock, id } = await open();
    forgetMetadata();
    provider.faults.metadata = (metadata) => ({ ...metadata, token_endpoint: 'http://localhost:1/token' });
    clock.advance(hour + minute);
    await assert.rejects(one.sessions.tokens(id), { code: 'issuer.unconfirmed' });
    assert.equal(provider.count('/token'), 0);
    assert.deepEqual([await one.ended(), (await one.sessions.list()).length], [[], 1]);
    assert.match((await one.sessions.list())[0]?.trouble?.reason ?? '', /localhost:1/);
  });

  it('J63 ends the session of the browser too, through a short address, and says what is not offered', async () => {
    const { one, id } = await open();
    const opened: string[] = [];
    const browser = {
      open: async (address: string) => {
        opened.push(address);
        return (await fetch(address)).status < 500;
      },
    };
    const signal = new AbortController().signal;
    assert.deepEqual(await one.sessions.removeEverywhere(id, browser, signal), { kind: 'unsupported' });
    assert.deepEqual([opened, provider.count('/revoke')], [[], 2]);

    forgetMetadata();
    provider.faults.metadata = (metadata) => ({ ...metadata, end_session_endpoint: `${provider.issuer}/logout` });
    const again = await one.signIn({ postLogoutRedirectUri: 'http://127.0.0.1/callback' });
    assert.deepEqual(await one.sessions.removeEverywhere(again.id, browser, signal), { kind: 'ended' });
    assert.equal(opened.length, 1);
    assert.match(opened[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}$/);
    assert.equal(provider.loggedOut?.get('id_token_hint'), signedIn.idToken);
    assert.equal(provider.loggedOut.get('client_id'), 'client');
    assert.match(provider.loggedOut.get('post_logout_redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    assert.deepEqual(await one.sessions.list(), []);
  });

  it('J63 the session is gone here even if the provider cannot be asked', async () => {
    const { one, id } = await open();
    forgetMetadata();
    provider.faults.answer = (_path, _request, response) => {
      response.socket?.destroy();
      return true;
    };
    const refusing = { open: () => Promise.resolve(false) };
    await assert.rejects(one.sessions.removeEverywhere(id, refusing, new AbortController().signal));
    assert.deepEqual(await one.sessions.list(), []);
  });
});
