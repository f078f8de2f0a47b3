/**
 * Signing in: knows the code flow of OpenID Connect for a public client on this machine, from discovery to checked
 * tokens. It must never know where tokens are kept, which environments there are, or what the tokens are for.
 */
import * as oidc from 'openid-client';
import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import type { Browser, Clock, Fetch, Log } from '../ports.ts';
import { labelOf } from './account.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { type AuthorizationRequest, authorizationRequest } from './authorizationRequest.ts';
import { discover, type Metadata } from './discover.ts';
import { asSignInFailure } from './failure.ts';
import { parseIssuer } from './issuer.ts';
import { readKeysAhead } from './keys.ts';
import { LoopbackListener } from './loopbackListener.ts';
import { failedPage, signedInPage } from './pages.ts';
import { withProviderClient } from './providerClient.ts';
import { grantedScopes, normalScopes } from './scopeText.ts';

export interface SignInRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly loginHint?: string;
  /** Values of `prompt`, separated by spaces. */
  readonly prompt?: string;
  /** True only for our own local provider, or where the person set it. */
  readonly allowHttpOnLoopback: boolean;
  /** Ports for the browser to come back to, tried in order before one that the system picks. */
  readonly ports?: readonly number[];
  /** For the whole sign-in. Default five minutes. */
  readonly timeoutMs?: number;
}

export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  readonly label: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
  /** Absent where the provider does not say. */
  readonly expiresAt?: Date;
  /** What was granted, which may differ from what was asked for. */
  readonly scopes: readonly string[];
}

export interface SignInDeps {
  readonly browser: Browser;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
}

/**
 * Signs a person in through the browser. Opens one address, waits, and resolves only to tokens that passed every check.
 * A newer sign-in to the same issuer ends an older one. Fails with `operation.cancelled`, `browser.notOpened`,
 * `issuer.*`, `http.*` or `signIn.*`.
 */
export async function signIn(request: SignInRequest, deps: SignInDeps, signal: AbortSignal): Promise<SignedIn> {
  const issuer = parseIssuer(request.issuer, request.allowHttpOnLoopback);
  const { timeoutMs = 5 * 60_000 } = request;
  const attempt = beginAttempt(issuer, {
    clock: deps.clock,
    timeoutMs,
    timeout: () => tooLate(timeoutMs, request.clientId),
    signal,
  });
  try {
    return await throughBrowser(request, issuer, deps, attempt);
  } finally {
    attempt.dispose();
  }
}

async function throughBrowser(
  request: SignInRequest,
  issuer: string,
  deps: SignInDeps,
  attempt: Attempt,
): Promise<SignedIn> {
  const { browser, clock, log } = deps;
  const { signal } = attempt;
  const fetch = boundedFetch(deps.fetch, { log }, signal);
  const known = { fetch: deps.fetch, clock, log, allowHttpOnLoopback: request.allowHttpOnLoopback };
  const discovering = untilAborted(discover(issuer, known, signal), signal);
  discovering.catch(() => undefined); // waited for below; until then nobody would listen to its failure
  const listener = await LoopbackListener.open(request.ports ?? [], clock, log);
  try {
    const metadata = await discovering;
    readKeysAhead(metadata, fetch, clock);
    const signedIn = await withProviderClient(metadata, request.clientId, { fetch, clock }, async (client) => {
      const sent = await authorizationRequest(client, metadata, { ...request, redirectUri: listener.redirectUri });
      listener.expect(sent.url, sent.state);
      const answer = await untilAborted(Promise.race([listener.answer, whileOpening(browser, listener)]), signal);
      return exchange(client, metadata, answer, sent, request, clock);
    });
    signal.throwIfAborted();
    listener.end(signedInPage(signedIn.label));
    return signedIn;
  } catch (thrown) {
    const failure = asSignInFailure(thrown, issuer);
    if (signal.aborted || !(failure instanceof SsoError)) listener.dispose();
    else listener.end(failedPage(failure.message, failure.hint, failure.quoted));
    throw failure;
  }
}

/** The answer may be there before the editor says that it opened the browser; only a clear "no" ends the attempt. */
async function whileOpening(browser: Browser, listener: LoopbackListener): Promise<URL> {
  let opened: boolean;
  try {
    opened = await browser.open(listener.startUrl);
  } catch (cause) {
    throw notOpened(cause);
  }
  if (!opened) throw notOpened();
  return listener.answer;
}

/** Trades the code for tokens and checks them (OpenID Connect Core 1.0, 3.1.3; RFC 9207, 2.4). */
async function exchange(
  client: oidc.Configuration,
  metadata: Metadata,
  answer: URL,
  sent: AuthorizationRequest,
  request: SignInRequest,
  clock: Clock,
): Promise<SignedIn> {
  const tokens = await oidc.authorizationCodeGrant(client, answer, {
    expectedState: sent.state,
    expectedNonce: sent.nonce,
    pkceCodeVerifier: sent.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims || tokens.id_token === undefined) {
    throw new SsoError('signIn.answerInvalid', {
      message: `${new URL(metadata.issuer).host} sent no ID token.`,
      hint: 'Allow the scope openid for the client at the provider.',
    });
  }
  return {
    issuer: metadata.issuer,
    subject: claims.sub,
    label: labelOf(claims),
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    ...(tokens.expires_in === undefined
      ? {}
      : { expiresAt: new Date(clock.now().getTime() + tokens.expires_in * 1000) }),
    scopes: grantedScopes(tokens.scope, normalScopes(request.scopes)),
  };
}

const notOpened = (cause?: unknown): SsoError =>
  new SsoError('browser.notOpened', {
    message: 'The browser was not opened, so the sign-in ended.',
    hint: 'Sign in again and allow the editor to open the address.',
    cause,
  });

const tooLate = (timeoutMs: number, clientId: string): SsoError =>
  new SsoError('signIn.timeout', {
    message: `The browser did not come back within ${duration(timeoutMs)}.`,
    hint: `If the page of the provider names the redirect URI, register http://127.0.0.1/callback for the client ${clientId}. If the browser refused the address 127.0.0.1, allow http for it (HTTPS-only mode). If the editor runs on another machine than the browser, forward the port.`,
  });

const duration = (milliseconds: number): string =>
  milliseconds < 120_000
    ? `${String(Math.round(milliseconds / 1000))} seconds`
    : `${String(Math.round(milliseconds / 60_000))} minutes`;
