import assert from 'node:assert/strict';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import type { Fetch } from '../ports.ts';
import { type Binding, boundAsNeeded, boundBy, granted, newBinding } from './binding.ts';
import { forgetMetadata, type Metadata } from './discover.ts';
import { withProviderClient } from './providerClient.ts';
import { refresh } from './refresh.ts';
import type { BindingKey } from './request.ts';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

let serial = 0;

/** A provider of its own for each test, since what a provider insists on is remembered; `token` answers the token endpoint. */
function world(token: (proof: string | undefined, now: number) => Response, algorithms = ['ES256']) {
  forgetMetadata();
  const issuer = `https://id-${String(++serial)}.example`;
  const metadata: Metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    dpop_signing_alg_values_supported: algorithms,
  };
  const deps = { clock: new FakeClock(new Date().toISOString()), log: fakeLog() };
  const proofs: (string | undefined)[] = [];
  const fetch: Fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (address !== metadata.token_endpoint) return Promise.resolve(json(200, metadata));
    const proof = new Headers(init?.headers).get('dpop') ?? undefined;
    proofs.push(proof);
    return Promise.resolve(token(proof, deps.clock.now().getTime()));
  };
  return {
    metadata,
    proofs,
    log: deps.log,
    use: <Result>(work: (client: oidc.Configuration) => Promise<Result>): Promise<Result> =>
      withProviderClient(metadata, 'client', { fetch, ...deps }, work),
    renew: (bindingKey?: BindingKey) => {
      const own = { refreshToken: 'r-1', idToken: 'id-1', scopes: ['openid'], origins: [], allowHttpOnLoopback: false };
      const session = { issuer, clientId: 'client', subject: 'alice', ...own, bindingKey };
      return refresh(session, { fetch, ...deps }, new AbortController().signal);
    },
  };
}

const tokens = (type = 'DPoP') => json(200, { access_token: 'access', token_type: type, expires_in: 60 });
const ask = (client: oidc.Configuration) => (options: oidc.DPoPOptions) =>
  oidc.genericGrantRequest(client, 'urn:example:grant', {}, options);
const claimsOf = (proof: string | undefined) => jwtVerify(proof ?? '', EmbeddedJWK, { typ: 'dpop+jwt' });

/** Takes proofs as Keycloak does: made within seconds by the provider's own clock, which is `aheadMs` ahead. */
const strict = (aheadMs: number) => (proof: string | undefined, now: number) => {
  const time = now + aheadMs;
  const [, claims = 'e30'] = (proof ?? '').split('.');
  const { iat = 0 } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly iat?: number };
  return Math.abs(iat - time / 1000) < 15
    ? tokens()
    : json(400, { error: 'invalid_dpop_proof' }, { date: new Date(time).toUTCString() });
};

describe('bindings', () => {
  it('E33 a key that was stored as text renews with proofs of the same key, each with an id of its own', async () => {
    const { renew, use, proofs, metadata } = world(() => tokens());
    const { key, handle } = await use(newBinding);
    const stored = JSON.parse(JSON.stringify(key)) as BindingKey;
    await renew(stored);
    await renew(stored);
    const checked = await Promise.all(proofs.map(claimsOf));
    assert.equal(new Set(checked.map(({ payload }) => payload.jti)).size, 2);
    for (const { payload, protectedHeader } of checked) {
      assert.deepEqual([payload['htm'], payload['htu']], ['POST', metadata.token_endpoint]);
      assert.deepEqual(Object.keys(protectedHeader.jwk ?? {}).sort(), ['crv', 'kty', 'x', 'y']);
      const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk ?? {});
      assert.equal(thumbprint, await handle.calculateThumbprint());
    }
  });

  const point = { kty: 'EC', crv: 'P-256', x: 'ZA', y: 'ZA' };
  const damaged: readonly [title: string, change: (key: BindingKey) => BindingKey][] = [
    ['not on the curve', (key) => ({ ...key, publicKey: point, privateKey: { ...point, d: 'ZA' } })],
    ['no numbers', (key) => ({ ...key, privateKey: { ...key.privateKey, d: '?' } })],
    ['of no kind', (key) => ({ ...key, publicKey: {} })],
    ['a symmetric one', (key) => ({ ...key, privateKey: { kty: 'oct', k: 'ZA' } })],
  ];
  for (const [title, change] of damaged) {
    it(`F43 a stored key that is ${title} ends the session without a request, and is not quoted`, async () => {
      const { renew, use, proofs } = world(() => tokens());
      const { key } = await use(newBinding);
      await assert.rejects(renew(change(key)), (error: Error) => {
        assert.match(error.message, /^The key that the tokens of the session are bound to/);
        return 'code' in error && error.code === 'session.expired' && error.cause === undefined;
      });
      assert.deepEqual(proofs, []);
    });
  }

  it('E36 a proof that is refused with the status of an unknown client is no unknown client', async () => {
    const { renew, use } = world(() => json(401, { error: 'invalid_dpop_proof' }));
    const { key } = await use(newBinding);
    await assert.rejects(renew(key), { code: 'http.refused' });
  });

  for (const aheadMs of [120_000, -120_000]) {
    it(`D31 F23 a clock that is off by ${String(aheadMs)} ms spoils one proof and no sign-in`, async () => {
      const { use, proofs, metadata } = world(strict(aheadMs));
      const { binding, tokens: got } = await use(async (client) =>
        granted(client, metadata, await newBinding(client), ask(client)),
      );
      assert.deepEqual([got.token_type, binding?.key.alg, proofs.length], ['dpop', 'ES256', 2]);
      await use(async (client) => ask(client)({ DPoP: (await newBinding(client)).handle }));
      assert.equal(proofs.length, 3);
    });
  }

  it('D31 F23 a session with a clock that is off is renewed at the second try', async () => {
    const { renew, use } = world(strict(-200_000));
    const { key } = await use(newBinding);
    await assert.rejects(renew(key), { code: 'http.refused' });
    assert.equal((await renew(key)).accessToken, 'access');
  });

  it('a proof that is refused by a provider whose clock agrees is not made again', async () => {
    const now = () => new Date().toUTCString();
    const { use, proofs, metadata } = world(() => json(400, { error: 'invalid_dpop_proof' }, { date: now() }));
    await assert.rejects(
      use(async (client) => granted(client, metadata, await newBinding(client), ask(client))),
      oidc.ResponseBodyError,
    );
    assert.equal(proofs.length, 1);
  });

  it('without an algorithm in common no refusal leads to a proof', async () => {
    const { use, proofs, metadata } = world(() => json(400, { error: 'invalid_dpop_proof' }), ['RS256']);
    await assert.rejects(
      use((client) => granted(client, metadata, undefined, ask(client))),
      oidc.ResponseBodyError,
    );
    assert.deepEqual(proofs, [undefined]);
  });

  it('B12 runs a sign-in once more where the provider insists, and never a third time', async () => {
    const { use, metadata } = world(() => json(400, { error: 'invalid_dpop_proof' }));
    const runs: boolean[] = [];
    const request = { issuer: metadata.issuer, clientId: 'client', scopes: ['openid'], allowHttpOnLoopback: false };
    const signIn = (isBound: boolean) => {
      runs.push(isBound);
      return use((client) => ask(client)({}));
    };
    await assert.rejects(boundAsNeeded(metadata, request, signIn), oidc.ResponseBodyError);
    assert.deepEqual(runs, [false, true]);
    await assert.rejects(boundAsNeeded(metadata, { ...request, clientId: 'other' }, signIn), oidc.ResponseBodyError);
    assert.deepEqual(runs, [false, true, false, true]);
    await assert.rejects(boundAsNeeded(metadata, request, signIn), oidc.ResponseBodyError);
    assert.deepEqual(runs, [false, true, false, true, true]);
  });

  const kinds: readonly [type: 'bearer' | 'dpop', isOffered: boolean, kept: boolean | 'signIn.answerInvalid'][] = [
    ['dpop', true, true],
    ['bearer', true, false],
    ['bearer', false, false],
    ['dpop', false, 'signIn.answerInvalid'],
  ];
  for (const [type, isOffered, kept] of kinds) {
    it(`tokens of type ${type}, with ${isOffered ? 'a' : 'no'} key offered: ${String(kept)}`, async () => {
      const { use, metadata, log } = world(() => tokens());
      const made: Binding = await use(newBinding);
      const outcome = () =>
        boundBy({ access_token: 'a', token_type: type }, isOffered ? made : undefined, metadata, log);
      if (kept === 'signIn.answerInvalid') assert.throws(outcome, { code: kept });
      else assert.deepEqual(outcome(), kept ? { bindingKey: made.key } : {});
    });
  }
});
