import { SsoError } from '../base/ssoError.ts';
import type { Fetch } from '../ports.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Foreign data, to be parsed before use. */
  readonly body: unknown;
}

/**
 * Asks for JSON with a fetch that has limits, and insists on getting it, whatever the status.
 * Fails with `http.answerInvalid` when something else came, and as the given fetch fails.
 */
export async function fetchJson(fetch: Fetch, url: URL | string, init: RequestInit = {}): Promise<JsonAnswer> {
  const address = new URL(url);
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  const answer = await fetch(address, { ...init, headers });
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'nothing';
  const text = await answer.text();
  if (!/^application\/(.+\+)?json$/.test(type)) throw notJson(address, answer.status, `is ${describeType(type)}`);
  try {
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw notJson(address, answer.status, 'is damaged');
  }
}

const notJson = (url: URL, status: number, what: string): SsoError =>
  new SsoError('http.answerInvalid', {
    message: `The answer of ${url.host} to ${url.pathname} (status ${String(status)}) ${what}, not JSON: a proxy or a captive portal?`,
    hint: 'Open the address in a browser to see what answers there.',
  });

/** The media type is foreign text: only what looks like one is repeated. */
const describeType = (type: string): string =>
  /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/.test(type) ? type : 'of no known type';
