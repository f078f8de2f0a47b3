import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { clientStore } from '../../src/sessions/clientStore.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { fakeClients } from '../fakes/signInEdges.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { settled, shared, window } from './sessionsWorld.ts';
import { signInWorld, soon } from './signInWorld.ts';

describe('signing in where the provider registers the editor', () => {
  const provider = new HostileProvider();
  let clients: ReturnType<typeof fakeClients>;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
    provider.faults.metadata = offering;
    clients = fakeClients();
  });
  const offering = (metadata: Record<string, unknown>): Record<string, unknown> => ({
    ...metadata,
    registration_endpoint: `${provider.issuer}/register`,
  });
  const open = (issuer = provider.issuer) => signInWorld(issuer, { clients }, {});

  /** Until the page is shown the port stays open. */
  async function signedInAndShown(): Promise<void> {
    const world = open();
    await soon(world.signIn());
    await world.shown();
    await settled();
  }

  it('A6 registers after the port is bound, as a native client without a secret, and keeps it for the issuer', async () => {
    const world = open();
    const { clientId } = await soon(world.signIn());
    assert.equal(clientId, 'client');
    const [wanted] = provider.registered;
    const [redirectUri] = wanted?.['redirect_uris'] as string[];
    assert.equal(
      world.agent.visited.map((url) => new URL(url).searchParams.get('redirect_uri')).find((uri) => uri !== null),
      redirectUri,
    );
    assert.deepEqual(
      [wanted?.['application_type'], wanted?.['token_endpoint_auth_method'], wanted?.['grant_types']],
      ['native', 'none', ['authorization_code', 'refresh_token']],
    );
    assert.deepEqual(clients.known.get(provider.issuer), {
      clientId: 'client',
      redirectUris: [redirectUri],
      registrationAccessToken: 'registration-token-of-this-editor',
    });
    assert.ok(!world.log.lines.join().includes('registration-token-of-this-editor'));
  });

  it('A6 J63 asks to come back after signing out too, where the provider has that, and keeps what was granted', async () => {
    provider.faults.metadata = (metadata) => ({
      ...offering(metadata),
      end_session_endpoint: `${provider.issuer}/logout`,
    });
    await soon(open().signIn());
    const { redirectUris, postLogoutRedirectUri } = clients.known.get(provider.issuer) ?? {};
    assert.deepEqual([postLogoutRedirectUri], redirectUris);
    assert.deepEqual(provider.registered[0]?.['post_logout_redirect_uris'], redirectUris);
    await clients.forget(provider.issuer);
    provider.registrationSays = { post_logout_redirect_uris: [] };
    await soon(open().signIn());
    assert.equal(clients.known.get(provider.issuer)?.postLogoutRedirectUri, undefined);
  });

  it('A6 uses a registration again at its port, and registers anew where that cannot be had', async () => {
    await signedInAndShown();
    await soon(open().signIn());
    assert.equal(provider.registered.length, 1);
    const taken = new URL(provider.issuer).port; // somebody listens there
    clients.known.set(provider.issuer, { clientId: 'client', redirectUris: [`http://127.0.0.1:${taken}/callback`] });
    await soon(open().signIn());
    assert.equal(provider.registered.length, 2);
  });

  it('A6 a client that the provider no longer knows is registered anew once, in the same tab', async () => {
    await signedInAndShown();
    let refusals = 0;
    provider.faults.answer = (path, _request, response) => {
      if (path !== '/token' || refusals > 0) return false;
      refusals++;
      json(response, 401, { error: 'invalid_client' });
      return true;
    };
    const world = open();
    assert.equal((await soon(world.signIn())).subject, 'alice');
    assert.deepEqual([provider.registered.length, world.opened.length], [2, 1]);
  });

  it('A6 a client that is unknown before the browser opens is registered anew as well', async () => {
    await signedInAndShown();
    provider.faults.metadata = (metadata) => ({
      ...offering(metadata),
      pushed_authorization_request_endpoint: `${provider.issuer}/par`,
    });
    let asked = 0;
    provider.faults.answer = (path, _request, response) => {
      if (path !== '/par') return false;
      json(response, ++asked === 1 ? 401 : 400, { error: asked === 1 ? 'invalid_client' : 'invalid_scope' });
      return true;
    };
    const world = open();
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused', message: /scope/ });
    assert.deepEqual([provider.registered.length, asked, world.opened], [2, 2, []]);
  });

  it('A6 what the provider no longer knows is forgotten, also where it does not register it anew', async () => {
    await signedInAndShown();
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') json(response, 401, { error: 'invalid_client' });
      if (path === '/register') json(response, 403, {});
      return path === '/token' || path === '/register';
    };
    await assert.rejects(soon(open().signIn()), { code: 'signIn.notRegistered' });
    assert.equal(clients.known.size, 0);
  });

  it('A6 is refused after the one time', async () => {
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') json(response, 401, { error: 'invalid_client' });
      return path === '/token';
    };
    const world = open();
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused' });
    assert.deepEqual([provider.registered.length, provider.count('/token'), world.opened.length], [2, 2, 1]);
  });

  for (const [clientId, isOurs] of [
    ['client', true],
    ['of-another-sign-in', false],
  ] as const) {
    it(`A6 E36 renewing registers nothing; an unknown client is forgotten if it is the one: ${clientId}`, async () => {
      const common = shared();
      const store = clientStore(common.secrets, fakeLog());
      await store.put(provider.issuer, { clientId, redirectUris: [] });
      const { sessions, signIn } = window(common, await soon(open().signIn()));
      const { id } = await signIn();
      provider.registered.length = 0;
      provider.faults.answer = (path, _request, response) => {
        if (path === '/token') json(response, 401, { error: 'invalid_client' });
        return path === '/token';
      };
      await assert.rejects(sessions.renewed(id), { code: 'session.clientUnknown' });
      assert.deepEqual(
        [await store.get(provider.issuer), provider.registered.length],
        [isOurs ? undefined : { clientId, redirectUris: [] }, 0],
      );
    });
  }

  it('A6 does not register in place of a client that was named', async () => {
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') json(response, 401, { error: 'invalid_client' });
      return path === '/token';
    };
    const world = signInWorld(provider.issuer, { clients });
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused' });
    assert.deepEqual([provider.registered.length, provider.count('/token')], [0, 1]);
  });

  it('T31 a registration at one issuer is not used at another', async () => {
    clients.known.set('https://id.example', { clientId: 'of-another', redirectUris: ['http://127.0.0.1/callback'] });
    await soon(open().signIn());
    assert.equal(provider.registered.length, 1);
  });

  const unusable: readonly [title: string, status: number, body: object, message: RegExp][] = [
    ['not for everybody', 403, { error: 'access_denied' }, /does not let everybody register/],
    ['with a token only', 401, {}, /does not let everybody register/],
    ['refused', 400, { error: 'invalid_redirect_uri' }, /status 400/],
    ['with a secret', 201, { client_id: 'x', client_secret: 's' }, /with a secret only/],
    ['another way to authenticate', 201, { client_id: 'x', token_endpoint_auth_method: 'private_key_jwt' }, /secret/],
    ['without an id', 201, {}, /wrong form/],
    ['with other addresses', 201, { client_id: 'x', redirect_uris: ['https://evil.example'] }, /other addresses/],
  ];
  for (const [title, status, body, message] of unusable) {
    it(`a registration ${title} is not taken, and what to do by hand is said exactly`, async () => {
      provider.faults.answer = (path, _request, response) => {
        if (path === '/register') json(response, status, body);
        return path === '/register';
      };
      const world = open();
      await assert.rejects(soon(world.signIn()), {
        code: 'signIn.notRegistered',
        message,
        hint: /redirect URI http:\/\/127\.0\.0\.1:\d+\/callback/,
      });
      assert.deepEqual([world.opened, clients.known.size], [[], 0]);
    });
  }

  it('says what to do where the provider registers nobody', async () => {
    forgetMetadata();
    provider.faults.metadata = (metadata) => metadata;
    await assert.rejects(soon(open().signIn()), { code: 'signIn.notRegistered', hint: /signIn\.clientId/ });
  });
});
