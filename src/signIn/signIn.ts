/**
 * Signing in: knows the ways in which a person gets to a provider and back, from discovery to checked tokens. It must
 * never know where tokens are kept, which environments there are, or what the tokens are for.
 */
import { beginAttempt } from './attempt.ts';
import { codeFlow } from './codeFlow.ts';
import { deviceFlow } from './deviceFlow.ts';
import { parseIssuer } from './issuer.ts';
import type { SignedIn, SignInDeps, SignInRequest } from './request.ts';
import { tooLate } from './tooLate.ts';

/** A code has a life of its own, which the provider sets; this is for one that never ends. */
const longestCodeMs = 30 * 60_000;

/**
 * Signs a person in, by the flow that the request names. Opens at most one address, waits, and resolves only to tokens
 * that passed every check. A newer sign-in to the same issuer ends an older one. Fails with `operation.cancelled`,
 * `browser.notOpened`, `issuer.*`, `http.*` or `signIn.*`.
 */
export async function signIn(request: SignInRequest, deps: SignInDeps, signal: AbortSignal): Promise<SignedIn> {
  const issuer = parseIssuer(request.issuer, request.allowHttpOnLoopback);
  const { flow = 'loopback', clientId } = request;
  const timeoutMs = flow === 'deviceCode' ? longestCodeMs : (request.timeoutMs ?? 5 * 60_000);
  let redirectUri: string | undefined;
  const attempt = beginAttempt(issuer, {
    clock: deps.clock,
    timeoutMs,
    timeout: () => tooLate({ flow, timeoutMs, host: deps.surroundings.host, redirectUri, clientId }),
    signal,
  });
  const opened = (address: string): void => {
    redirectUri = address;
  };
  try {
    const signedIn =
      flow === 'deviceCode'
        ? await deviceFlow(request, issuer, deps, attempt.signal)
        : await codeFlow(request, issuer, deps, attempt.signal, { flow, opened });
    return { ...signedIn, issuer }; // as whoever asked spells it, with or without the slash of a root
  } finally {
    attempt.dispose();
  }
}
