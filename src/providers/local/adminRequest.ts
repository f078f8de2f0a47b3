import { isLoopbackHost } from '../../base/loopback.ts';
import { SsoError } from '../../base/ssoError.ts';
import { boundedFetch } from '../../http/boundedFetch.ts';
import type { Fetch } from '../../ports.ts';
import { problemAnswer } from './answers.ts';

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

const sizeLimit = 16 * 1024 * 1024; // bytes; room for a list of ten thousand registrations

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
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text, asked);
  return { kind: 'answered', body: text === '' ? undefined : parseJson(text, asked) };
}

/** The secret never leaves the machine, whatever the state files say. */
export function adminUrl({ issuer }: AdminAccess, path: string): URL {
  const url = URL.canParse(issuer) ? new URL(path, issuer) : undefined;
  if (url && isLoopbackHost(url.hostname)) return url;
  throw new SsoError('provider.answerInvalid', {
    message: 'The local provider names an issuer that is not local.',
    hint: startAgain,
  });
}

/** What helps where the other side does not behave as a local provider does. */
export const startAgain = 'Stop the local provider and start it again.';

function headersOf({ secret }: AdminAccess, { body, version }: AdminRequest): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${secret}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(version !== undefined && { 'if-match': version }),
  };
}

export const cancelled = (cause: unknown): SsoError =>
  new SsoError('operation.cancelled', { message: 'Asking the local provider was cancelled.', cause });

/** What went wrong on the way, in the words of the directory contract; anything else is a defect and stays as it is. */
function asProviderError(thrown: unknown): unknown {
  if (!(thrown instanceof SsoError)) return thrown;
  const garbled = thrown.code === 'http.answerInvalid' || thrown.code === 'http.tooLarge';
  return new SsoError(garbled ? 'provider.answerInvalid' : 'provider.unreachable', {
    message: thrown.message,
    hint: startAgain,
    cause: thrown,
  });
}

function parseJson(text: string, asked: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not given as cause: the error of JSON.parse quotes the text, which may hold a secret.
    throw new SsoError('provider.answerInvalid', {
      message: `The local provider's answer to ${asked} is no JSON.`,
      hint: startAgain,
    });
  }
}

function refusal(status: number, text: string, asked: string): SsoError {
  if (status === 401 || status === 403) {
    return new SsoError('provider.denied', {
      message: 'The local provider does not accept the key of this workspace.',
      hint: startAgain,
    });
  }
  const { code, message } = problemIn(text);
  if (status === 412 || code === 'exists') {
    return new SsoError('plan.outdated', {
      message: 'The registration was changed in the meantime and was left alone.',
      hint: 'Look at the new plan and apply that.',
    });
  }
  return new SsoError('provider.refused', {
    message: `The local provider refused ${asked} with status ${String(status)}.`,
    hint: 'Look at the declaration of the application in sso.json.',
    ...(message !== undefined && { quoted: message }),
  });
}

function problemIn(text: string): { readonly code?: string; readonly message?: string } {
  try {
    const parsed = problemAnswer.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {}; // the status says enough
  }
}
