/**
 * Run by `bench/signInRace.ts` in a process of its own: the smallest OpenID Connect provider that signs everybody in
 * without a page, so that what is measured is the client. Tells its port, and the requests it has had since last asked.
 * Arguments: files with key and certificate where it speaks TLS.
 */
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = JSON.stringify({
  keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }],
});
const codes = new Map<string, URLSearchParams>();
let requests = 0;

const [keyFile, certificateFile] = process.argv.slice(2);
const serve = (request: IncomingMessage, response: ServerResponse): void => void answer(request, response);
const server =
  keyFile === undefined || certificateFile === undefined
    ? createServer(serve)
    : createSecureServer({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) }, serve);
const scheme = keyFile === undefined ? 'http' : 'https';

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const issuer = `${scheme}://127.0.0.1:${String(port)}`;
  const url = new URL(request.url ?? '/', issuer);
  if (url.pathname !== '/authorize' && url.pathname !== '/requests') requests++;
  switch (url.pathname) {
    case '/.well-known/openid-configuration':
      json(response, metadata(request.headers['x-issuer']?.toString() ?? issuer));
      break;
    case '/keys':
      response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
      break;
    case '/authorize':
      authorize(url.searchParams, issuer, response);
      break;
    case '/token':
      json(
        response,
        tokens(new URLSearchParams(await text(request)), request.headers['x-issuer']?.toString() ?? issuer),
      );
      break;
    case '/requests':
      json(response, { requests });
      requests = 0;
      break;
    default:
      response.writeHead(404).end();
  }
}

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});

function authorize(asked: URLSearchParams, iss: string, response: ServerResponse): void {
  const code = randomUUID();
  codes.set(code, asked);
  const fields = { code, state: asked.get('state') ?? '', iss };
  if (asked.get('response_mode') === 'form_post') {
    // A browser would send a form by itself; the benchmark's user agent reads it from JSON.
    json(response, { action: asked.get('redirect_uri'), fields });
    return;
  }
  const back = new URL(asked.get('redirect_uri') ?? iss);
  for (const [name, value] of Object.entries(fields)) back.searchParams.set(name, value);
  response.writeHead(302, { location: back.href }).end();
}

function tokens(asked: URLSearchParams, issuer: string): object {
  const request = codes.get(asked.get('code') ?? '');
  codes.delete(asked.get('code') ?? '');
  const challenge = createHash('sha256')
    .update(asked.get('code_verifier') ?? '')
    .digest('base64url');
  if (request?.get('code_challenge') !== challenge) return { error: 'invalid_grant' };
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    sub: 'alice',
    aud: request.get('client_id'),
    exp: now + 3600,
    iat: now,
    ...(request.has('nonce') && { nonce: request.get('nonce') }),
    preferred_username: 'alice',
  };
  return {
    access_token: randomUUID(),
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'openid',
    id_token: signed(claims),
    ...(issuer.startsWith('https:') && { client_info: encode({ uid: 'alice', utid: 'bench' }) }), // what MSAL asks for
  };
}

function signed(claims: object): string {
  const content = `${encode({ alg: 'RS256', kid: 'bench', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createSign('sha256').update(content).sign(privateKey, 'base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function json(response: ServerResponse, body: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${String(port)}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume(); // ends with whoever started it
