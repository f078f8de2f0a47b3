import { createHash, createPublicKey, type JsonWebKey, type KeyObject, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask, visit } from './userAgent.ts';

export interface RawMetadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
}

export interface RawKnowledge {
  readonly metadata: RawMetadata;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** What a provider publishes, read with bare requests. */
export async function rawDiscovery(issuer: string): Promise<RawKnowledge> {
  const metadata = JSON.parse((await ask(`${issuer}/.well-known/openid-configuration`)).body) as RawMetadata;
  const { keys } = JSON.parse((await ask(metadata.jwks_uri)).body) as { keys: (JsonWebKey & { kid: string })[] };
  return { metadata, keys: new Map(keys.map((key) => [key.kid, createPublicKey({ format: 'jwk', key })])) };
}

/**
 * `fewest`: the browser starts at the provider, and ends at the callback with the code in its address and a page that
 * says more than is known yet. `whole`: it starts at a short address, is led away from the code, and is told the outcome
 * once there is one, as in the product. Goals are measured against `fewest`.
 */
export type Steps = 'fewest' | 'whole';

/** The floor: a whole sign-in with node:http and node:crypto and nothing else, its own listener and the checks of the ID token included. */
export async function rawSignIn(
  issuer: string,
  clientId: string,
  { metadata, keys }: RawKnowledge,
  steps: Steps = 'fewest',
): Promise<void> {
  const [verifier, state, nonce] = [secret(), secret(), secret()];
  const listener = createServer();
  const finished = Promise.withResolvers<undefined>();
  const called = new Promise<URLSearchParams>((resolve) => {
    listener.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/start') response.writeHead(302, { location: authorizationUrl }).end();
      else if (pathname === '/callback' && steps === 'whole') response.writeHead(303, { location: '/done' }).end();
      else {
        void (pathname === '/done' ? finished.promise : Promise.resolve()).then(() =>
          response.writeHead(200, { 'content-type': 'text/html' }).end('You are signed in.'),
        );
      }
      if (pathname === '/callback') resolve(searchParams);
    });
  });
  let authorizationUrl = '';
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  try {
    const home = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
    const redirect_uri = `${home}/callback`;
    const asked = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: 'openid',
      redirect_uri,
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    authorizationUrl = `${metadata.authorization_endpoint}?${asked.toString()}`;
    const page = visit(steps === 'whole' ? `${home}/start` : authorizationUrl);
    const answer = await called;
    if (answer.get('state') !== state || answer.get('iss') !== issuer) throw new Error('The answer is not ours.');
    const { body } = await ask(metadata.token_endpoint, {
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri,
      client_id: clientId,
      code_verifier: verifier,
    });
    check((JSON.parse(body) as { id_token: string }).id_token, issuer, clientId, nonce, keys);
    finished.resolve(undefined);
    await page;
  } finally {
    listener.close();
    listener.closeAllConnections();
  }
}

function check(token: string, issuer: string, clientId: string, nonce: string, keys: RawKnowledge['keys']): void {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const { kid, alg } = decode(header);
  const key = typeof kid === 'string' ? keys.get(kid) : undefined;
  const content = Buffer.from(`${header}.${claims}`);
  if (alg !== 'RS256' || !key || !verify('sha256', content, key, Buffer.from(signature, 'base64url'))) {
    throw new Error('The signature is wrong.');
  }
  const said = decode(claims);
  const now = Date.now() / 1000;
  if (said['iss'] !== issuer || said['aud'] !== clientId || said['nonce'] !== nonce || Number(said['exp']) < now) {
    throw new Error('The claims are wrong.');
  }
}

const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

const secret = (): string => randomBytes(32).toString('base64url');
