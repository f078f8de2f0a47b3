/**
 * HTTP with limits: knows time, size, redirects and how a network fails. It must never know a protocol spoken over
 * HTTP, nor write a header, a body or a query into the log.
 */
import { SsoError } from '../base/ssoError.ts';
import type { Fetch, Log } from '../ports.ts';
import { proxyRefused } from './proxy.ts';
import { unreachable } from './unreachable.ts';

export interface Limits {
  /** For the whole answer, body included; milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Of the unpacked body. Default 1 048 576. */
  readonly maxBytes?: number;
  /** Gets one line per request: method, origin and path, status, milliseconds. */
  readonly log?: Log;
}

const withoutBody: readonly number[] = [101, 204, 205, 304];

/**
 * A `fetch` that always ends: within `timeoutMs`, and with at most `maxBytes` read. Redirects are not followed; a 3xx is
 * handed back as it is. The answer's body is already read when it arrives.
 * Fails with `http.timeout`, `http.tooLarge`, `http.unreachable` (also where a proxy leads no further), `http.answerInvalid`
 * (cut off in the middle), or with the reason of the signal that ended it.
 */
export function boundedFetch(fetch: Fetch, limits: Limits = {}, signal?: AbortSignal): Fetch {
  const { timeoutMs = 10_000, maxBytes = 1024 * 1024, log } = limits;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const wanted = [signal, init?.signal ?? undefined].filter((each) => each !== undefined);
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort();
    }, timeoutMs);
    const started = performance.now();
    const note = (outcome: string): void => {
      const took = String(Math.round(performance.now() - started));
      log?.info(`${method} ${url.origin}${url.pathname} ${outcome} ${took} ms`);
    };
    let headersArrived = false;
    try {
      const ends = AbortSignal.any([...wanted, limit.signal]);
      const answer = await fetch(input, { ...init, redirect: 'manual', signal: ends });
      headersArrived = true;
      if (answer.status === 407) {
        void answer.body?.cancel();
        throw proxyRefused(url, 407);
      }
      const body = await read(answer, maxBytes, url);
      note(String(answer.status));
      const { status, statusText, headers } = answer;
      return new Response(withoutBody.includes(status) ? null : body, { status, statusText, headers });
    } catch (thrown) {
      const stopped = wanted.find((each) => each.aborted);
      const failure: unknown = stopped
        ? stopped.reason
        : asFailure(thrown, url, limit.signal.aborted, timeoutMs, headersArrived);
      note(failure instanceof SsoError ? failure.code : 'ended');
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };
}

async function read(answer: Response, maxBytes: number, url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): SsoError =>
    new SsoError('http.tooLarge', {
      message: `${url.host} sent more than ${String(maxBytes)} bytes for ${url.pathname}; reading was stopped.`,
      hint: 'Check that the address is the one of an identity provider.',
    });
  const announced = answer.headers.get('content-length');
  if (announced !== null && Number(announced) > maxBytes) {
    await answer.body?.cancel();
    throw tooLarge();
  }
  // what announced its true size needs no counting on the way; reading it whole is much faster
  if (announced !== null && !answer.headers.has('content-encoding')) return new Uint8Array(await answer.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = answer.body;
  if (!body) return new Uint8Array();
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(); // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function asFailure(thrown: unknown, url: URL, late: boolean, timeoutMs: number, headersArrived: boolean): unknown {
  if (thrown instanceof SsoError) return thrown;
  if (late) {
    return new SsoError('http.timeout', {
      message: `${url.host} did not answer ${url.pathname} completely within ${String(Math.ceil(timeoutMs / 100) / 10)} seconds.`,
      hint: 'Check the connection and the proxy settings, then try again.',
    });
  }
  if (!(thrown instanceof Error)) return thrown;
  if (headersArrived) {
    return new SsoError('http.answerInvalid', {
      message: `The answer of ${url.host} to ${url.pathname} broke off in the middle.`,
      hint: 'Try again; if it stays, a proxy in between may cut answers.',
      cause: thrown,
    });
  }
  return unreachable(thrown, url);
}
