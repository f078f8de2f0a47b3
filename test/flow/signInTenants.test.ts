import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { refresh } from '../../src/signIn/refresh.ts';
import { signInWorld, soon } from './signInWorld.ts';

const host = 'https://login.microsoftonline.com';
const issuer = `${host}/common/v2.0`;
const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** A provider as Microsoft Entra describes itself: one address, an issuer of its own for each tenant. */
async function entra(claims: (nonce: string | undefined) => Record<string, unknown>, said = `${host}/{tenantid}/v2.0`) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' };
  let nonce: string | undefined;
  const idToken = () => new SignJWT(claims(nonce)).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);
  const answers: Readonly<Record<string, () => unknown>> = {
    '/common/v2.0/.well-known/openid-configuration': () => ({
      issuer: said,
      authorization_endpoint: `${host}/common/oauth2/v2.0/authorize`,
      token_endpoint: `${host}/common/oauth2/v2.0/token`,
      jwks_uri: `${host}/common/discovery/v2.0/keys`,
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/common/discovery/v2.0/keys': () => ({ keys: [key] }),
    '/common/oauth2/v2.0/token': async () => ({
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: 'refresh',
      id_token: await idToken(),
    }),
  };
  const served: typeof fetch = async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const answer = answers[pathname];
    return answer ? Response.json(await answer()) : new Response(null, { status: 404 });
  };
  const world = signInWorld(issuer, { fetch: served });
  world.browse = async (startUrl) => {
    const { headers } = await fetch(startUrl, { redirect: 'manual' });
    const asked = new URL(headers.get('location') ?? '').searchParams;
    nonce = asked.get('nonce') ?? undefined;
    return world.agent.visit(`${asked.get('redirect_uri') ?? ''}?code=c&state=${asked.get('state') ?? ''}`);
  };
  return { world, served };
}

describe('an issuer of many tenants', () => {
  const now = Math.floor(Date.now() / 1000);
  const good = (nonce: string | undefined) => ({
    iss: `${host}/${tenant}/v2.0`,
    tid: tenant,
    sub: 'alice',
    aud: 'client',
    iat: now,
    exp: now + 3600,
    name: 'Alice Adams',
    nonce,
  });

  it('A3 puts the tenant of each token into the template, when signing in and when renewing', async () => {
    const { world, served } = await entra(good);
    const signedIn = await soon(world.signIn({ allowHttpOnLoopback: false }));
    assert.deepEqual([signedIn.issuer, signedIn.subject], [issuer, 'alice']);
    const session = { ...signedIn, refreshToken: 'refresh', allowHttpOnLoopback: false, origins: [] };
    const deps = { fetch: served, clock: world.clock, log: world.log };
    assert.equal((await refresh(session, deps, new AbortController().signal)).accessToken, 'access');
  });

  it('A3 D29 refuses a token whose issuer is not the one of its own tenant', async () => {
    for (const wrong of [{ tid: 'another' }, { iss: `${host}/another/v2.0` }, { iss: `${host}/{tenantid}/v2.0` }]) {
      const { world } = await entra((nonce) => ({ ...good(nonce), ...wrong }));
      await assert.rejects(soon(world.signIn()), { code: 'signIn.answerInvalid' });
    }
  });

  it('A3 takes no other template, and none from elsewhere', async () => {
    for (const said of [`${host}/{tenant}/v2.0`, `${host}/{tenantid}/other`, 'https://evil.example/{tenantid}/v2.0']) {
      const { world } = await entra(good, said);
      await assert.rejects(soon(world.signIn()), { code: 'issuer.mismatch' });
    }
  });
});
