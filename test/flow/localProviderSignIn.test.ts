import assert from 'node:assert/strict';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import {
  Browser,
  begin,
  exchange,
  refresh,
  signIn,
  tokenRequest,
  tokensOf,
  userinfo,
  verifier,
} from './localProviderBrowser.ts';
import { cleanUp, startProvider, writeDeclaration, type LocalProvider } from './localProviderUnderTest.ts';
import { sample, shop } from './localProviderSample.ts';

describe('local provider: sign-in', function () {
  this.timeout(30_000);
  let provider: LocalProvider;
  let issuer: string;

  before(async () => {
    provider = await startProvider({ declaration: writeDeclaration(sample) });
    issuer = provider.issuer;
    await provider.register('shop', shop);
  });
  after(cleanUp);

  it('gives a verifiable ID token for the person who was picked', async () => {
    const code = await signIn(new Browser(), issuer, 'alice');
    assert.equal(code.get('state'), 'the state');
    assert.equal(code.get('iss'), issuer);
    const tokens = await exchange(issuer, code);
    assert.equal(tokens.expires_in, 3600);
    const keys = createLocalJWKSet((await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(tokens.id_token, keys, { issuer, audience: 'shop' });
    assert.equal(protectedHeader.alg, 'RS256');
    assert.equal(payload['nonce'], 'the nonce');
    assert.equal(Number(payload.exp) - Number(payload.iat), 3600);
  });

  const people: readonly [person: string, claims: Record<string, unknown>][] = [
    [
      'alice',
      {
        sub: 'alice',
        name: 'Alice Adams',
        preferred_username: 'alice',
        email: 'alice@example.com',
        email_verified: true,
        department: 'sales',
        groups: ['sales'],
        roles: ['clerk'],
      },
    ],
    [
      'bob',
      {
        sub: 'bob',
        name: 'Bob Brown',
        preferred_username: 'bob',
        email: 'bob@example.com',
        email_verified: true,
        groups: ['sales', 'sales/leads'],
        roles: ['clerk', 'manager'],
      },
    ],
    [
      'carol',
      {
        sub: 'carol',
        name: 'Carol Clark',
        preferred_username: 'carol',
        email: 'carol@example.com',
        email_verified: true,
        groups: [],
        roles: [],
      },
    ],
  ];
  for (const [person, claims] of people) {
    it(`tells the application about ${person} in the ID token and at userinfo`, async () => {
      const tokens = await tokensOf(provider, person);
      const told = decodeJwt(tokens.id_token);
      assert.deepEqual(Object.fromEntries(Object.keys(claims).map((name) => [name, told[name]])), claims);
      assert.deepEqual(await userinfo(issuer, tokens.access_token), { status: 200, body: claims });
    });
  }

  it('takes a client secret in the header and in the body', async () => {
    const { body } = await provider.register('office', { ...shop, clientAuthentication: 'secret' });
    const secret = String(body['secret']);
    const asked = { clientId: 'office' };
    assert.equal((await tokensOf(provider, 'alice', asked, { secret })).status, 200);
    const code = await signIn(new Browser(), issuer, 'alice', asked);
    const form = { grant_type: 'authorization_code', code: code.get('code') ?? '', client_id: 'office' };
    assert.equal((await tokenRequest(issuer, { ...form, client_secret: 'guess' })).error, 'invalid_client');
    assert.equal((await tokensOf(provider, 'alice', asked, { secret: 'guess' })).error, 'invalid_client');

    const whole = { ...form, redirect_uri: 'http://localhost:3000/callback', code_verifier: verifier };
    assert.equal((await tokenRequest(issuer, { ...whole, client_secret: secret })).status, 200);
  });

  it('signs the editor in with any port on loopback', async () => {
    const asked = { clientId: 'sso-toolkit', redirectUri: 'http://127.0.0.1:51234/callback' };
    const told = decodeJwt((await tokensOf(provider, 'bob', asked)).id_token);
    assert.deepEqual([told['groups'], told['roles']], [['sales', 'sales/leads'], []]);
  });

  it('answers a refusal with access_denied', async () => {
    const browser = new Browser();
    const { page } = await begin(browser, issuer);
    const answer = await browser.follow(await browser.post(page?.url ?? '', { refuse: 'refuse' }), issuer);
    assert.equal(answer.left?.searchParams.get('error'), 'access_denied');
    assert.equal(answer.left.searchParams.get('state'), 'the state');
  });

  it('asks for PKCE, and for the verifier that fits', async () => {
    const bare = await begin(new Browser(), issuer, {
      parameters: { code_challenge: '', code_challenge_method: '' },
    });
    assert.equal(bare.left?.searchParams.get('error'), 'invalid_request');
    const code = await signIn(new Browser(), issuer, 'alice');
    const form = {
      grant_type: 'authorization_code',
      code: code.get('code') ?? '',
      client_id: 'shop',
      redirect_uri: 'http://localhost:3000/callback',
      code_verifier: 'x'.repeat(43),
    };
    assert.equal((await tokenRequest(issuer, form)).error, 'invalid_grant');
  });

  it('takes a code once', async () => {
    const code = await signIn(new Browser(), issuer, 'alice');
    const tokens = await exchange(issuer, code);
    assert.equal((await exchange(issuer, code)).error, 'invalid_grant');
    assert.equal((await userinfo(issuer, tokens.access_token)).status, 401);
  });

  it('rotates refresh tokens, and ends all of them when an old one comes back', async () => {
    const first = await tokensOf(provider, 'alice');
    const second = await refresh(issuer, first.refresh_token);
    assert.equal(decodeJwt(second.id_token).sub, 'alice');
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal((await refresh(issuer, first.refresh_token)).error, 'invalid_grant');
    assert.equal((await refresh(issuer, second.refresh_token)).error, 'invalid_grant');
  });

  it('revokes a refresh token, and leaves the sign-ins of others alone', async () => {
    const browser = new Browser();
    const asked = { clientId: 'sso-toolkit', redirectUri: 'http://127.0.0.1:1/callback' };
    const first = await tokensOf(provider, 'alice', asked, { browser });
    const second = await tokensOf(provider, 'alice', asked, { browser });
    const body = new URLSearchParams({ token: first.refresh_token, client_id: 'sso-toolkit' });
    assert.equal((await fetch(`${issuer}/token/revocation`, { method: 'POST', body })).status, 200);
    assert.equal((await refresh(issuer, first.refresh_token, 'sso-toolkit')).error, 'invalid_grant');
    assert.equal((await refresh(issuer, second.refresh_token, 'sso-toolkit')).status, 200);
  });

  it('gives a JWT for the audience of an API, with its roles', async () => {
    await provider.register('orders', {
      type: 'api',
      audience: 'https://orders.example.com',
      scopes: ['orders:read'],
      roles: ['auditor'],
      grants: [{ group: 'sales/leads', role: 'auditor' }],
    });
    const asked = { parameters: { resource: 'https://orders.example.com', scope: 'openid orders:read' } };
    const { access_token: token, id_token: idToken } = await tokensOf(provider, 'bob', asked);
    const { aud, scope, groups, roles, sub, client_id: client } = decodeJwt<Record<string, unknown>>(token);
    assert.deepEqual(
      { aud, scope, groups, roles, sub, client },
      {
        aud: 'https://orders.example.com',
        scope: 'orders:read',
        groups: ['sales', 'sales/leads'],
        roles: ['auditor'],
        sub: 'bob',
        client: 'shop',
      },
    );
    assert.deepEqual(decodeJwt(idToken)['roles'], ['clerk', 'manager']);
    const { alg, typ } = decodeProtectedHeader(token);
    assert.deepEqual([alg, typ], ['RS256', 'at+jwt']);
    const unknown = await begin(new Browser(), issuer, { parameters: { resource: 'https://other.example.com' } });
    assert.equal(unknown.left?.searchParams.get('error'), 'invalid_target');
  });

  it('answers by a form where the application asks for one, and lets only that script run', async () => {
    const browser = new Browser();
    const { page } = await begin(browser, issuer, { parameters: { response_mode: 'form_post' } });
    const { response } = await browser.follow(await browser.post(page?.url ?? '', { person: 'alice' }), issuer);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'sha256-[^']+'/);
    assert.match(policy, /form-action http:\/\/localhost:3000(;|$)/);
    assert.match(await response.text(), /action="http:\/\/localhost:3000\/callback"/);
  });
});
