import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Faults, HostileProvider, json } from './hostileProvider.ts';

/** What of a request nobody but its two ends may know. */
const secretParameters = [
  'code',
  'code_challenge',
  'code_verifier',
  'device_code',
  'id_token_hint',
  'nonce',
  'refresh_token',
  'request_uri',
  'state',
  'token',
] as const;

const pages: readonly string[] = ['/authorize', '/activate', '/logout'];

/**
 * A provider whose credentials are unique words of small letters, which nothing takes for a credential by its looks: what
 * keeps them out of a text has to be that nobody puts them there. It keeps what it was sent as well.
 */
export class MarkedProvider extends HostileProvider {
  /** Every credential that went over the wire, by what it is. */
  readonly marks = new Map<string, string>();
  /** Metadata beside the usual. */
  offers: Record<string, unknown> = {};
  /** Paths of the product's own requests that brought a cookie. */
  readonly cookiesBack: string[] = [];
  private readonly meant = new Map<string, string>();
  private readonly pushed = new Map<string, string>();
  private marked = 0;

  /** Makes go wrong what is named, and nothing else. */
  behave(faults: Faults = {}): void {
    this.faults = {
      ...faults,
      metadata: (metadata) => ({ ...metadata, ...this.offers }),
      callback: (query) => {
        query.set('code', this.inPlaceOf('code', query.get('code') ?? ''));
        faults.callback?.(query);
        this.note(query);
      },
      tokens: (tokens) => {
        const kinds = ['access_token', 'refresh_token'];
        for (const kind of kinds) tokens[kind] = this.inPlaceOf(kind, String(tokens[kind]));
        this.marks.set(String(tokens['id_token']), 'id_token');
        return faults.tokens?.(tokens) ?? tokens;
      },
      answer: (path, request, response, body) => {
        this.hear(path, request, body);
        response.setHeader('set-cookie', `sid=${this.mark('cookie')}; Path=/; HttpOnly`);
        return faults.answer?.(path, request, response, body) === true || this.answer(path, request, response, body);
      },
    };
  }

  mark(kind: string): string {
    const serial = String(this.marked++).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    const value = `zq${kind.replace(/\W|_/g, '')}${serial}zq`;
    this.marks.set(value, kind);
    return value;
  }

  private inPlaceOf(kind: string, value: string): string {
    const mark = this.mark(kind);
    this.meant.set(mark, value);
    return mark;
  }

  private hear(path: string, request: IncomingMessage, body: URLSearchParams): void {
    this.note(new URL(request.url ?? '/', this.issuer).searchParams);
    this.note(body);
    const { authorization, cookie, dpop } = request.headers;
    if (typeof dpop === 'string') this.marks.set(dpop, 'proof');
    if (authorization !== undefined) this.marks.set(authorization.replace(/^\w+ /, ''), 'access_token');
    if (cookie !== undefined && !pages.includes(path)) this.cookiesBack.push(path);
    for (const name of ['code', 'refresh_token', 'token']) {
      const meant = this.meant.get(body.get(name) ?? '');
      if (meant !== undefined) body.set(name, meant);
    }
  }

  private note(parameters: URLSearchParams): void {
    for (const name of secretParameters) {
      const value = parameters.get(name) ?? '';
      if (value !== '' && !this.marks.has(value)) this.marks.set(value, name);
    }
  }

  private answer(path: string, request: IncomingMessage, response: ServerResponse, body: URLSearchParams): boolean {
    const query = new URL(request.url ?? '/', this.issuer).searchParams;
    switch (path) {
      case '/par': {
        const reference = `urn:ietf:params:oauth:request_uri:${this.mark('request_uri')}`;
        this.pushed.set(reference, body.toString());
        json(response, 201, { request_uri: reference, expires_in: 60 });
        return true;
      }
      case '/authorize': {
        const pushed = this.pushed.get(query.get('request_uri') ?? '');
        if (pushed === undefined) return false;
        response.writeHead(302, { location: `/authorize?${pushed}` }).end();
        return true;
      }
      case '/userinfo':
        json(response, 200, { sub: 'alice', name: 'Alice of userinfo', phone_number: this.mark('userinfo') });
        return true;
      case '/device': {
        const userCode = this.mark('user_code');
        const page = `${this.issuer}/activate`;
        json(response, 200, {
          device_code: this.mark('device_code'),
          user_code: userCode,
          verification_uri: page,
          verification_uri_complete: `${page}?user_code=${userCode}`,
          expires_in: 300,
          interval: 0.02,
        });
        return true;
      }
      case '/activate':
        response.writeHead(200).end('Done.');
        return true;
      default:
        return false;
    }
  }
}

/** The endpoints that not every provider has. */
export const everyEndpoint = (issuer: string): Record<string, unknown> => ({
  device_authorization_endpoint: `${issuer}/device`,
  registration_endpoint: `${issuer}/register`,
  end_session_endpoint: `${issuer}/logout`,
});

/** What sign-in makes use of where it is announced. */
export const everyProtection = (issuer: string): Record<string, unknown> => ({
  ...everyEndpoint(issuer),
  dpop_signing_alg_values_supported: ['ES256'],
  pushed_authorization_request_endpoint: `${issuer}/par`,
  userinfo_endpoint: `${issuer}/userinfo`,
});
