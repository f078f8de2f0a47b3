/**
 * Signing in: knows the ways in which a person gets to a provider and back, from discovery to checked tokens. It must
 * never know where tokens are kept, which environments there are, or what the tokens are for.
 */
import { SsoError } from '../base/ssoError.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { codeFlow } from './codeFlow.ts';
import { parseIssuer } from './issuer.ts';
import type { SignedIn, SignInDeps, SignInRequest } from './request.ts';

/**
 * Signs a person in, by the flow that the request names. Opens at most one address, waits, and resolves only to tokens
 * that passed every check. A newer sign-in to the same issuer ends an older one. Fails with `operation.cancelled`,
 * `browser.notOpened`, `issuer.*`, `http.*` or `signIn.*`.
 */
export async function signIn(request: SignInRequest, deps: SignInDeps, signal: AbortSignal): Promise<SignedIn> {
  const issuer = parseIssuer(request.issuer, request.allowHttpOnLoopback);
  const { timeoutMs = 5 * 60_000 } = request;
  const attempt: Attempt = beginAttempt(issuer, {
    clock: deps.clock,
    timeoutMs,
    timeout: () => tooLate(timeoutMs, request.clientId),
    signal,
  });
  try {
    return await codeFlow(request, issuer, deps, attempt.signal);
  } finally {
    attempt.dispose();
  }
}

const tooLate = (timeoutMs: number, clientId = 'of this editor'): SsoError =>
  new SsoError('signIn.timeout', {
    message: `The browser did not come back within ${duration(timeoutMs)}.`,
    hint: `If the page of the provider names the redirect URI, register http://127.0.0.1/callback for the client ${clientId}. If the browser refused the address 127.0.0.1, allow http for it (HTTPS-only mode). If the editor runs on another machine than the browser, forward the port.`,
  });

const duration = (milliseconds: number): string =>
  milliseconds < 120_000
    ? `${String(Math.round(milliseconds / 1000))} seconds`
    : `${String(Math.round(milliseconds / 60_000))} minutes`;
