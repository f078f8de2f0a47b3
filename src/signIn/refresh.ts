import * as oidc from 'openid-client';
import { oneLine } from '../base/foreignText.ts';
import { redact } from '../base/redact.ts';
import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import { retryAfterMs } from '../http/retryAfter.ts';
import { mayHaveArrived } from '../http/unreachable.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { askForAudience } from './audience.ts';
import { bindingBy, boundBy, proofsOf } from './binding.ts';
import { discover, type Metadata } from './discover.ts';
import { needOrigins } from './endpoints.ts';
import { expiryOf } from './expiry.ts';
import { asSignInFailure } from './failure.ts';
import { withProviderClient } from './providerClient.ts';
import { isUnknownClient } from './register.ts';
import type { BindingKey } from './request.ts';
import { grantedScopes } from './scopeText.ts';

/** What a refresh needs to know of a session, and what stays where the answer is silent. */
export interface Refreshable {
  readonly issuer: string;
  readonly clientId: string;
  readonly subject: string;
  readonly refreshToken: string;
  readonly idToken: string;
  /** Granted so far. */
  readonly scopes: readonly string[];
  readonly allowHttpOnLoopback: boolean;
  /** Beside the issuer's own, where its credentials may go. */
  readonly origins: readonly string[];
  /** The API that the access token is wanted for. */
  readonly audience?: string | undefined;
  /** What its tokens are bound to. */
  readonly bindingKey?: BindingKey | undefined;
}

export interface Refreshed {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly expiresAt?: Date;
  readonly scopes: readonly string[];
}

export interface RefreshDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers after which asking again is of no use: the grant is gone (RFC 6749, 5.2; OpenID Connect Core 1.0, 3.1.2.6). */
const definite = new Set(['invalid_grant', 'interaction_required', 'login_required', 'consent_required']);

/**
 * Trades a refresh token for new tokens (RFC 6749, 6; OpenID Connect Core 1.0, 12). Never opens a browser and never
 * repeats a request whose answer was lost, since the token may be used up.
 * Fails with `session.expired` when the provider definitely ended the session, with `session.answerLost` when the token
 * may be used up although no answer came; any other failure may pass.
 */
export async function refresh(session: Refreshable, deps: RefreshDeps, signal: AbortSignal): Promise<Refreshed> {
  const { clock, log } = deps;
  const metadata = await untilAborted(discover(session.issuer, { ...deps, ...session }, signal), signal);
  needOrigins(metadata, session.origins);
  const fetch = tokenAnswers(boundedFetch(deps.fetch, { log }, signal), metadata, clock);
  try {
    return await withProviderClient(metadata, session.clientId, { fetch, clock, log }, async (client) => {
      const { tokenParameters } = askForAudience(session.audience, session.scopes, metadata, log);
      const binding = session.bindingKey && (await bindingBy(client, session.bindingKey));
      const tokens = await oidc.refreshTokenGrant(
        client,
        session.refreshToken,
        { ...tokenParameters },
        proofsOf(binding),
      );
      boundBy(tokens, binding, metadata, log);
      const claims = tokens.claims();
      if (claims && claims.sub !== session.subject) throw anotherAccount(session.issuer); // its iss the library checked
      return {
        accessToken: tokens.access_token,
        idToken: tokens.id_token ?? session.idToken,
        refreshToken: tokens.refresh_token ?? session.refreshToken,
        ...expiryOf(tokens.expires_in, clock),
        scopes: grantedScopes(tokens.scope, session.scopes),
      };
    });
  } catch (thrown) {
    if (isUnknownClient(thrown)) throw clientUnknown(session.issuer);
    const failure = thrown instanceof oidc.ResponseBodyError ? refused(thrown, session.issuer) : thrown;
    throw asSignInFailure(failure, session.issuer);
  }
}

/** What the token endpoint says in passing, and an answer of it that is lost, as failures of ours. */
const tokenAnswers =
  (fetch: Fetch, { issuer, token_endpoint }: Metadata, clock: Clock): Fetch =>
  async (input, init) => {
    if (new URL(input instanceof Request ? input.url : input).href !== new URL(token_endpoint).href) {
      return fetch(input, init);
    }
    let answer: Response;
    try {
      answer = await fetch(input, init);
    } catch (failure) {
      throw mayHaveArrived(failure) ? answerLost(issuer, failure) : failure;
    }
    if (answer.status !== 429 && answer.status < 500) return answer;
    throw new SsoError('http.refused', {
      message: `${new URL(issuer).host} did not renew the session (status ${String(answer.status)}).`,
      hint: 'It is tried again later.',
      retryAfterMs: retryAfterMs(answer.headers, clock.now()),
    });
  };

const clientUnknown = (issuer: string): SsoError =>
  new SsoError('session.clientUnknown', {
    message: `${new URL(issuer).host} no longer knows the client that the session was made with.`,
    hint: 'Sign in again; a client that is named in sso.json has to be registered anew.',
  });

const answerLost = (issuer: string, cause: unknown): SsoError =>
  new SsoError('session.answerLost', {
    message: `The answer of ${new URL(issuer).host} to renewing the session was lost on the way.`,
    hint: 'What is still valid stays in use. If the provider gave a new token away with that answer, the person has to sign in again.',
    cause,
  });

function refused({ error, error_description, status }: oidc.ResponseBodyError, issuer: string): SsoError {
  const { host } = new URL(issuer);
  const words = error_description === undefined ? undefined : oneLine(redact(error_description));
  const quoted = words === undefined ? {} : { quoted: words };
  if (definite.has(error) && status < 500) {
    return new SsoError('session.expired', {
      message: `${host} has ended the session.`,
      hint: 'Sign in again.',
      ...quoted,
    });
  }
  return new SsoError('http.refused', {
    message: `${host} did not renew the session (status ${String(status)}).`,
    hint: 'It is tried again later.',
    ...quoted,
  });
}

const anotherAccount = (issuer: string): SsoError =>
  new SsoError('signIn.answerInvalid', {
    message: `${new URL(issuer).host} answered with the tokens of another account; they were not taken.`,
    hint: 'Sign in again, and tell whoever runs the provider.',
  });
