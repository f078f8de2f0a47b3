import { isLoopbackHost } from '../../base/loopback.ts';
import { SsoError } from '../../base/ssoError.ts';
import { boundedFetch } from '../../http/boundedFetch.ts';
import type { Fetch } from '../../ports.ts';

/** Where the admin API of a running local provider is, and what opens it. Lives in memory only. */
export interface AdminAccess {
  readonly issuer: string;
  readonly secret: string;
}

export interface AdminRequest {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST';
  /** Below the issuer, for example `/admin/status`. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent as `If-Match`: the write is refused unless the registration is still at this version. */
  readonly version?: string;
}

/** Parsed JSON of the answer; undefined where there was no body, or `404`. Distrusted: to be parsed by the caller. */
export type AdminAnswer = { readonly kind: 'answered'; readonly body: unknown } | { readonly kind: 'notFound' };

const sizeLimit = 4 * 1024 * 1024; // bytes; room for a list of ten thousand registrations

/**
 * Asks the admin API once. Fails with `operation.cancelled` when `signal` fires, `provider.unreachable` without a whole
 * answer in time, `provider.denied` (401, 403), `plan.outdated` (409, 412), `provider.answerInvalid` or `provider.refused`.
 */
export async function adminRequest(
  access: AdminAccess,
  fetch: Fetch,
  request: AdminRequest,
  signal: AbortSignal,
): Promise<AdminAnswer> {
  const asked = `${request.method} ${request.path}`;
  const response = await boundedFetch(fetch, { maxBytes: sizeLimit })(adminUrl(access, request.path), {
    method: request.method,
    headers: headersOf(access, request),
    signal,
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  }).catch((thrown: unknown) => {
    throw signal.aborted ? cancelled(thrown) : asProviderError(thrown);
  });
  if (response.status === 404) return { kind: 'notFound' };
  if (!response.ok) throw refusal(response.status, asked);
  const text = await response.text();
  return { kind: 'answered', body: text === '' ? undefined : parseJson(text, asked) };
}

/** The secret never leaves the machine, whatever the state files say. */
export function adminUrl({ issuer }: AdminAccess, path: string): URL {
  const url = URL.canParse(issuer) ? new URL(path, issuer) : undefined;
  if (url && isLoopbackHost(url.hostname)) return url;
  throw new SsoError('provider.answerInvalid', { message: 'The local provider names an issuer that is not local.' });
}

function headersOf({ secret }: AdminAccess, { body, version }: AdminRequest): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${secret}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(version !== undefined && { 'if-match': version }),
  };
}

const cancelled = (cause: unknown): SsoError =>
  new SsoError('operation.cancelled', { message: 'Asking the local provider was cancelled.', cause });

/** What went wrong on the way, in the words of the directory contract; anything else is a defect and stays as it is. */
function asProviderError(thrown: unknown): unknown {
  if (!(thrown instanceof SsoError)) return thrown;
  const garbled = thrown.code === 'http.answerInvalid' || thrown.code === 'http.tooLarge';
  return new SsoError(garbled ? 'provider.answerInvalid' : 'provider.unreachable', {
    message: thrown.message,
    hint: 'Stop the local provider and start it again.',
    cause: thrown,
  });
}

function parseJson(text: string, asked: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not given as cause: the error of JSON.parse quotes the text, which may hold a secret.
    throw new SsoError('provider.answerInvalid', { message: `The local provider's answer to ${asked} is no JSON.` });
  }
}

function refusal(status: number, asked: string): SsoError {
  switch (status) {
    case 401:
    case 403:
      return new SsoError('provider.denied', {
        message: 'The local provider does not accept the key of this workspace.',
        hint: 'Stop it and start it again.',
      });
    case 409:
    case 412:
      return new SsoError('plan.outdated', {
        message: 'The registration was changed in the meantime and was left alone.',
        hint: 'Look at the new plan and apply that.',
      });
    default:
      return new SsoError('provider.refused', {
        message: `The local provider refused ${asked} with status ${String(status)}.`,
        hint: 'Look at the declaration of the application in sso.json.',
      });
  }
}
