/** A browser as far as a sign-in needs one: cookies by path, redirects followed by hand, forms posted. */
import { createHash, randomBytes } from 'node:crypto';
import type { LocalProvider } from './localProviderUnderTest.ts';

export class Browser {
  private readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin, pathname } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const sameSite = init.method === 'POST' ? { origin, 'sec-fetch-site': 'same-origin' } : {};
    const all = { accept: 'text/html', cookie, ...sameSite, ...(init.headers as Record<string, string>) };
    const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')); // '' takes one away
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(url, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  /** Follows redirects within the provider; gives back the last answer, or the place outside to which it leads. */
  async follow(first: Response, issuer: string): Promise<{ readonly response: Response; readonly left?: URL }> {
    let response = first;
    for (let hop = 0; hop < 10; hop++) {
      const location = response.headers.get('location');
      if (location === null) return { response };
      const next = new URL(location, issuer);
      if (next.origin !== issuer) return { response, left: next };
      response = await this.request(next.href);
    }
    throw new Error('Too many redirects.');
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, { value, path });
  }
}

export interface Asked {
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export const verifier = randomBytes(32).toString('base64url');

export function authorizationUrl(issuer: string, { clientId, redirectUri, parameters }: Asked = {}): string {
  const url = new URL('/auth', issuer);
  const all = {
    response_type: 'code',
    client_id: clientId ?? 'shop',
    redirect_uri: redirectUri ?? 'http://localhost:3000/callback',
    scope: 'openid',
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== '') url.searchParams.set(name, value);
  return url.href;
}

export interface LoginPage {
  readonly url: string;
  readonly html: string;
  readonly response: Response;
}

/** Begins a sign-in; gives back the page, or the place to which the provider answered without one. */
export async function begin(
  browser: Browser,
  issuer: string,
  asked: Asked = {},
): Promise<{ readonly page?: LoginPage; readonly left?: URL; readonly response: Response }> {
  const { response, left } = await browser.follow(await browser.request(authorizationUrl(issuer, asked)), issuer);
  if (left) return { left, response };
  return { page: { url: response.url, html: await response.text(), response }, response };
}

/** Signs somebody in by the page, and gives back the parameters that the application gets. */
export async function signIn(
  browser: Browser,
  issuer: string,
  person: string,
  asked: Asked = {},
): Promise<URLSearchParams> {
  const { page, left } = await begin(browser, issuer, asked);
  if (left || !page) throw new Error(`No page was shown, the answer was ${left?.href ?? 'nothing'}.`);
  const answer = await browser.follow(await browser.post(page.url, { person }), issuer);
  if (!answer.left) throw new Error(`The sign-in stayed at the provider: ${await answer.response.text()}`);
  return answer.left.searchParams;
}

export interface Tokens {
  readonly status: number;
  readonly error?: string;
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

export async function tokenRequest(issuer: string, form: Record<string, string>, secret?: string): Promise<Tokens> {
  const basic = Buffer.from(`${form['client_id'] ?? ''}:${secret ?? ''}`).toString('base64');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: secret === undefined ? {} : { authorization: `Basic ${basic}` },
  });
  return { ...((await response.json()) as Omit<Tokens, 'status'>), status: response.status };
}

export const exchange = (issuer: string, code: URLSearchParams, asked: Asked = {}, secret?: string): Promise<Tokens> =>
  tokenRequest(
    issuer,
    {
      grant_type: 'authorization_code',
      code: code.get('code') ?? '',
      client_id: asked.clientId ?? 'shop',
      redirect_uri: asked.redirectUri ?? 'http://localhost:3000/callback',
      code_verifier: verifier,
    },
    secret,
  );

export const refresh = (issuer: string, token: string, clientId = 'shop', secret?: string): Promise<Tokens> =>
  tokenRequest(issuer, { grant_type: 'refresh_token', refresh_token: token, client_id: clientId }, secret);

/** A whole sign-in, from the first request to the tokens. */
export async function tokensOf(
  { issuer }: LocalProvider,
  person: string,
  asked: Asked = {},
  { browser = new Browser(), secret }: { browser?: Browser; secret?: string } = {},
): Promise<Tokens> {
  return exchange(issuer, await signIn(browser, issuer, person, asked), asked, secret);
}

export async function userinfo(
  issuer: string,
  token: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
