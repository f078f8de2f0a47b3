import assert from 'node:assert/strict';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import type { DeviceCode } from '../../src/signIn/request.ts';
import { refresh } from '../../src/signIn/refresh.ts';
import { revoke } from '../../src/signIn/revoke.ts';
import { realClock } from '../fakes/realClock.ts';
import { absentPerson, fakeClients } from '../fakes/signInEdges.ts';
import { asSession, none, worldsOf } from './keycloakWorld.ts';
import { answerDevice, restartLogin, submitLogin } from './loginPage.ts';
import { Realm } from './realm.ts';
import { shared, window } from '../flow/sessionsWorld.ts';
import { textOf } from '../flow/browserAgent.ts';

/** The product against a provider that somebody else wrote, through the pages that its people see. */
describe('signing in at a real Keycloak', function () {
  this.timeout(60_000);
  let realm: Realm;
  let open: ReturnType<typeof worldsOf>;
  before(async () => {
    realm = await new Realm().make();
    open = worldsOf(realm);
  });
  after(() => realm.remove());

  it('K64 comes back through the login page with tokens that passed every check', async () => {
    const world = open();
    const signedIn = await world.signIn({ scopes: ['openid', 'profile', 'email'] });
    assert.deepEqual(
      [signedIn.issuer, signedIn.label, signedIn.loginHint, signedIn.flow],
      [realm.issuer, 'Alice Adams', 'alice', 'loopback'],
    );
    assert.equal(decodeJwt(signedIn.idToken).iss, realm.issuer);
    assert.ok(signedIn.refreshToken !== undefined && signedIn.expiresAt !== undefined);
    const page = await world.shown();
    assert.match(textOf(page?.html ?? ''), /You are signed in as Alice Adams/);
    assert.equal(new URL(page?.url ?? '').search, '');
  });

  it('E33 E36 renews with rotation; a token that is used twice ends the session, which is said', async () => {
    const world = open();
    const first = asSession(await world.signIn());
    const second = await refresh(first, world, none);
    assert.notEqual(second.refreshToken, first.refreshToken);
    await assert.rejects(refresh(first, world, none), { code: 'session.expired' });
    await assert.rejects(refresh({ ...first, refreshToken: second.refreshToken }, world, none), {
      code: 'session.expired',
    });
  });

  it('E33 windows that renew at once stay signed in', async () => {
    const signedIn = await open().signIn();
    const common = shared();
    const [one, ...others] = [window(common, signedIn), window(common, signedIn), window(common, signedIn)] as const;
    const { id } = await one.signIn({ issuer: realm.issuer, clientId: 'sso-toolkit' });
    for (let round = 0; round < 5; round++) {
      common.clock.advance(290_000);
      const tokens = await Promise.all([one, ...others].map(({ sessions }) => sessions.tokens(id)));
      assert.equal(new Set(tokens.map((each) => each.accessToken)).size, 1);
    }
    assert.equal((await others[0].sessions.list()).length, 1);
  });

  it('E36 an administrator who ends the session ends it here too', async () => {
    const world = open({ person: 'bob' });
    const session = asSession(await world.signIn());
    await realm.signOut('bob');
    await assert.rejects(refresh(session, world, none), { code: 'session.expired' });
  });

  it('J62 signing out revokes the tokens', async () => {
    const world = open();
    const session = asSession(await world.signIn());
    assert.deepEqual(await revoke(session, world), { kind: 'revoked' });
    await assert.rejects(refresh(session, world, none), { code: 'session.expired' });
  });

  it('J63 signing out at the provider ends the session of the browser', async () => {
    const world = open({ person: 'bob' });
    const signedIn = await world.signIn();
    const common = shared();
    const { sessions, signIn } = window(common, signedIn);
    const { id } = await signIn({
      issuer: realm.issuer,
      clientId: 'sso-toolkit',
      postLogoutRedirectUri: 'http://127.0.0.1/callback',
    });
    assert.equal(await realm.sessionsOf('bob'), 1);
    let page = '';
    const browser = {
      open: async (url: string) => {
        page = textOf((await world.agent.visit(url)).html);
        return true;
      },
    };
    assert.deepEqual(await sessions.removeEverywhere(id, browser, none), { kind: 'ended' });
    assert.equal(await realm.sessionsOf('bob'), 0);
    assert.ok(!page.includes('error'), page);
  });

  it('B9 another account is chosen on its page although somebody is signed in there', async () => {
    const world = open();
    await world.signIn();
    world.browse = async (startUrl) => {
      const reminded = await world.agent.visit(startUrl); // Keycloak knows no other prompt, and asks for alice's password
      return submitLogin(world.agent, await restartLogin(world.agent, reminded), 'bob', realm.password);
    };
    assert.equal((await world.signIn({ prompt: 'login' })).label, 'Bob Brown');
  });

  it('H56 the device flow is allowed on another device', async () => {
    const other = open();
    const person = {
      ...absentPerson(),
      showCode: async ({ verificationUriComplete = '' }: DeviceCode) => {
        await answerDevice(other.agent, verificationUriComplete, { name: 'bob', password: realm.password });
        return true;
      },
    };
    const signedIn = await open({ edges: { person, clock: realClock } }).signIn({ flow: 'deviceCode' });
    assert.deepEqual([signedIn.label, signedIn.flow], ['Bob Brown', 'deviceCode']);
  });

  for (const [title, clientId, attributes] of [
    ['B10 pushes the request where the client has to', 'pushing', { 'require.pushed.authorization.requests': 'true' }],
    ['B10 pushes the request where it is only announced', 'free', {}],
  ] as const) {
    it(title, async () => {
      await realm.addClient(clientId, { attributes });
      const world = open({ client: { clientId } });
      assert.equal((await world.signIn()).label, 'Alice Adams');
      const sent = world.agent.visited.find((url) => url.includes('/protocol/openid-connect/auth'));
      assert.deepEqual([...new URL(sent ?? '').searchParams.keys()].sort(), ['client_id', 'request_uri']);
    });
  }

  it('B10 the audience is left to the mappers of the realm', async () => {
    const world = open();
    assert.equal((await world.signIn({ audience: 'https://api.example.com' })).label, 'Alice Adams');
    assert.ok(world.agent.visited.every((url) => !url.includes('api.example.com')));
  });

  it('A6 registers the editor, and anew when the client is gone', async () => {
    await realm.openRegistration();
    const clients = fakeClients();
    const world = open({ client: {}, edges: { clients } });
    const { clientId } = await world.signIn();
    assert.equal(clients.known.get(realm.issuer)?.clientId, clientId);
    await world.shown();
    await realm.removeClient(clientId);
    const again = open({ client: {}, edges: { clients } });
    const second = await again.signIn();
    assert.notEqual(second.clientId, clientId);
    assert.equal(again.opened.length, 1);
  });

  it('B10 E33 a client that has to use DPoP is given proofs after one refusal, and its tokens are of no use without the key', async () => {
    await realm.addClient('bound', { attributes: { 'dpop.bound.access.tokens': 'true' } });
    const world = open({ client: { clientId: 'bound' } });
    const session = asSession(await world.signIn());
    const { bindingKey, ...stolen } = session;
    const keyOf = (token: string): unknown => decodeJwt<{ cnf?: { jkt?: unknown } }>(token).cnf?.jkt;
    const thumbprint = await calculateJwkThumbprint(bindingKey?.publicKey ?? {});
    assert.deepEqual([keyOf(session.accessToken), world.opened.length], [thumbprint, 1]);
    await assert.rejects(refresh(stolen, world, none), { code: 'http.refused' });
    const renewed = await refresh(session, world, none);
    assert.equal(keyOf(renewed.accessToken), thumbprint);
    const plain = await fetch(`${realm.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${renewed.accessToken}` },
    });
    assert.equal(plain.status, 401);
  });

  it('I59 an address that is not registered is quoted exactly', async () => {
    await realm.addClient('elsewhere', { redirectUris: ['http://127.0.0.1/other'] });
    const world = open({ client: { clientId: 'elsewhere' } });
    await assert.rejects(world.signIn(), { code: 'signIn.refused', hint: /http:\/\/127\.0\.0\.1:\d+\/callback/ });
    assert.deepEqual(world.opened, []);
  });
});
