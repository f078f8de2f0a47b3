import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

interface Issued {
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
}

/** What one test makes go wrong. All of it is off in the beginning, and the provider then behaves well. */
export interface Faults {
  /** Changes the metadata before it is sent. */
  metadata?: (metadata: Record<string, unknown>) => Record<string, unknown>;
  /** Changes the query of the answer that the browser brings back. */
  callback?: (query: URLSearchParams) => void;
  /** Changes the claims of ID tokens. */
  claims?: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Replaces a finished ID token. */
  idToken?: (token: string) => string | Promise<string>;
  /** Changes the token answer. */
  tokens?: (tokens: Record<string, unknown>) => Record<string, unknown>;
  /** Answers a path in place of the provider; true when it did. */
  answer?: (path: string, request: IncomingMessage, response: ServerResponse, body: URLSearchParams) => boolean;
}

/** A provider that can be told to lie. It rotates refresh tokens and ends the grant when an old one comes again. */
export class HostileProvider {
  faults: Faults = {};
  /** Every request, as method and path. */
  readonly requests: string[] = [];
  issuer = '';
  expiresIn: number | undefined = 3600;
  /** Client metadata of every registration. */
  readonly registered: Record<string, unknown>[] = [];
  /** Beside what was asked for. */
  registrationSays: Record<string, unknown> = {};
  /** The query of the last request to sign out. */
  loggedOut: URLSearchParams | undefined;
  private readonly codes = new Map<string, Issued>();
  private readonly server = createServer((request, response) => void this.handle(request, response));
  private key: { readonly kid: string; readonly privateKey: CryptoKey; readonly jwk: JWK } | undefined;
  private serial = 0;
  private refreshToken: string | undefined;

  async start(): Promise<this> {
    await this.rotateKeys();
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    this.issuer = `http://127.0.0.1:${String(address.port)}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Back to good behaviour. */
  heal(): void {
    this.faults = {};
    this.requests.length = 0;
    this.registered.length = 0;
    this.registrationSays = {};
    this.expiresIn = 3600;
  }

  async rotateKeys(kid = `key-${String(++this.serial)}`): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    this.key = { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES256' } };
  }

  get keySet(): object {
    return { keys: [this.key?.jwk] };
  }

  /** The refresh token that counts now; undefined once the grant is dead. */
  get currentRefreshToken(): string | undefined {
    return this.refreshToken;
  }

  /** As after a rotation whose answer nobody got. */
  useUpRefreshToken(): void {
    this.refreshToken = `refresh-${String(++this.serial)}`;
  }

  count(path: string): number {
    return this.requests.filter((request) => request.endsWith(` ${path}`)).length;
  }

  async sign(claims: Record<string, unknown>): Promise<string> {
    if (!this.key) throw new Error('not started');
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: this.key.kid });
    return token.sign(this.key.privateKey);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    this.requests.push(`${request.method ?? ''} ${url.pathname}`);
    const raw = (await request.toArray()) as Buffer[];
    const body = new URLSearchParams(Buffer.concat(raw).toString());
    if (this.faults.answer?.(url.pathname, request, response, body) === true) return;
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        json(response, 200, this.metadata());
        return;
      case '/jwks':
        json(response, 200, this.keySet);
        return;
      case '/authorize':
        this.authorize(url.searchParams, response);
        return;
      case '/token':
        await this.token(body, response);
        return;
      case '/register':
        this.register(Buffer.concat(raw).toString(), response);
        return;
      case '/logout':
        this.logOut(url.searchParams, response);
        return;
      case '/revoke':
        if (body.get('token') === this.refreshToken) this.refreshToken = undefined;
        response.writeHead(200).end();
        return;
      default:
        response.writeHead(404).end();
    }
  }

  private metadata(): Record<string, unknown> {
    const metadata = {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      revocation_endpoint: `${this.issuer}/revoke`,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
    };
    return this.faults.metadata?.(metadata) ?? metadata;
  }

  private authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = `code-${String(++this.serial)}`;
    this.codes.set(code, {
      nonce: query.get('nonce') ?? undefined,
      challenge: query.get('code_challenge') ?? undefined,
    });
    const answer = new URLSearchParams({ code, state: query.get('state') ?? '', iss: this.issuer });
    this.faults.callback?.(answer);
    const back = query.get('redirect_uri') ?? '';
    response.writeHead(302, { location: `${back}${back.includes('?') ? '&' : '?'}${answer.toString()}` }).end();
  }

  private register(text: string, response: ServerResponse): void {
    const wanted = JSON.parse(text) as Record<string, unknown>;
    this.registered.push(wanted);
    json(response, 201, {
      ...wanted,
      client_id: 'client',
      registration_access_token: 'registration-token-of-this-editor',
      ...this.registrationSays,
    });
  }

  private logOut(query: URLSearchParams, response: ServerResponse): void {
    this.loggedOut = query;
    const back = query.get('post_logout_redirect_uri');
    if (back === null) response.writeHead(200).end('Signed out.');
    else response.writeHead(302, { location: `${back}?state=${query.get('state') ?? ''}` }).end();
  }

  private async token(body: URLSearchParams, response: ServerResponse): Promise<void> {
    if (body.get('grant_type') === 'refresh_token') {
      if (this.refreshToken === undefined || body.get('refresh_token') !== this.refreshToken) {
        this.refreshToken = undefined; // a used one came again: the whole grant ends
        json(response, 400, { error: 'invalid_grant' });
        return;
      }
      json(response, 200, await this.tokens(undefined));
      return;
    }
    if (body.has('device_code')) {
      json(response, 200, await this.tokens(undefined));
      return;
    }
    const issued = this.codes.get(body.get('code') ?? '');
    this.codes.delete(body.get('code') ?? '');
    const challenge = await digest(body.get('code_verifier') ?? '');
    if (issued?.challenge !== challenge) {
      json(response, 400, { error: 'invalid_grant', error_description: 'The code is not yours.' });
      return;
    }
    json(response, 200, await this.tokens(issued.nonce));
  }

  private async tokens(nonce: string | undefined): Promise<Record<string, unknown>> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.issuer, sub: 'alice', aud: 'client', iat: now, exp: now + 3600, name: 'Alice Adams' };
    const signed = await this.sign(this.faults.claims?.({ ...claims, nonce }) ?? { ...claims, nonce });
    this.refreshToken = `refresh-${String(++this.serial)}`;
    const tokens: Record<string, unknown> = {
      access_token: `access-${String(this.serial)}`,
      token_type: 'Bearer',
      expires_in: this.expiresIn,
      refresh_token: this.refreshToken,
      scope: 'openid',
      id_token: (await this.faults.idToken?.(signed)) ?? signed,
    };
    return this.faults.tokens?.(tokens) ?? tokens;
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const digest = async (verifier: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url');
