import { randomInt } from 'node:crypto';
import * as oidc from 'openid-client';
import { hasCode, SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import type { Clock, Fetch } from '../ports.ts';
import { askForAudience } from './audience.ts';
import { pkce, scopesOf } from './authorizationRequest.ts';
import { type Binding, bindsTokens, boundBy, granted, newBinding } from './binding.ts';
import { deviceCodeOf } from './deviceCode.ts';
import { discover, type Metadata } from './discover.ts';
import { needOrigins } from './endpoints.ts';
import { signedInBy } from './exchange.ts';
import { asSignInFailure } from './failure.ts';
import { withProviderClient } from './providerClient.ts';
import type { SignedIn, SignInDeps, SignInRequest } from './request.ts';
import { withRegistration } from './register.ts';
import { normalScopes } from './scopeText.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
const defaultIntervalS = 5;
const slowerMs = 5_000;
const longestPauseMs = 120_000;
/** Whatever a provider says: a code does not live much longer. */
const longestIntervalS = 120;

/**
 * The device flow (RFC 8628): the person types a code into the provider's page, on whatever device, while the token endpoint
 * is asked now and then. Opens no listener. Ends with the code's own life, and at once when `signal` fires.
 */
export async function deviceFlow(
  request: SignInRequest,
  issuer: string,
  deps: SignInDeps,
  signal: AbortSignal,
): Promise<SignedIn> {
  const { clock, log, person } = deps;
  const { allowHttpOnLoopback } = request;
  const metadata = await untilAborted(
    discover(issuer, { fetch: deps.fetch, clock, log, allowHttpOnLoopback }, signal),
    signal,
  );
  needOrigins(metadata, request.origins ?? []);
  needDeviceFlow(metadata);
  const answers = new Answers(boundedFetch(deps.fetch, { log }, signal), metadata.token_endpoint);
  const life = new AbortController();
  const ends = AbortSignal.any([signal, life.signal]);
  try {
    const once = (clientId: string): Promise<SignedIn> =>
      withProviderClient(metadata, clientId, { fetch: answers.fetch, clock, log }, async (client) => {
        const asked = askForAudience(request.audience, scopesOf(request), metadata, log);
        const scope = normalScopes(asked.scopes).join(' ');
        const { verifier, challenge } = pkce(); // not in RFC 8628, but clients of Keycloak may need it everywhere
        const parameters = { ...asked.parameters, ...challenge, scope };
        const started = await untilAborted(oidc.initiateDeviceAuthorization(client, parameters), signal);
        const code = deviceCodeOf(started, { issuer, origins: request.origins ?? [], now: clock.now() });
        const end = clock.after(code.expiresAt.getTime() - clock.now().getTime(), () => {
          life.abort(ranOut());
        });
        try {
          if (!(await untilAborted(person.showCode(code, ends), ends))) throw givenUp();
          const further = { ...asked.tokenParameters, code_verifier: verifier };
          const polling = { metadata, answers, clock, ends, bindTokens: request.bindTokens };
          const { tokens, binding } = await poll(client, started, further, polling);
          const bound = boundBy(tokens, binding, metadata, log);
          return { ...signedInBy(tokens, metadata, { ...request, clientId }, clock), ...bound };
        } finally {
          end.dispose();
        }
      });
    return await withRegistration({ request, metadata, ...deps, fetch: answers.fetch }, once);
  } catch (thrown) {
    throw inWords(thrown, issuer);
  }
}

interface Polling {
  readonly metadata: Metadata;
  readonly bindTokens: SignInRequest['bindTokens'];
  readonly answers: Answers;
  readonly clock: Clock;
  readonly ends: AbortSignal;
}

/**
 * Asks until there is an answer (3.5): never sooner than the provider wants, from then on 5 seconds later for each
 * `slow_down`, and less and less often while the network or the provider fails.
 */
async function poll(
  client: oidc.Configuration,
  { device_code, interval }: oidc.DeviceAuthorizationResponse,
  further: Readonly<Record<string, string>>,
  { metadata, bindTokens, answers, clock, ends }: Polling,
) {
  let intervalMs = Math.min(Math.max(interval ?? defaultIntervalS, 1), longestIntervalS) * 1000;
  let failures = 0;
  let binding: Binding | undefined;
  for (;;) {
    const wantedMs = Math.max(answers.retryAfterMs(clock.now()), intervalMs * 2 ** failures);
    await pause(clock, jittered(Math.max(intervalMs, Math.min(wantedMs, longestPauseMs))), ends);
    answers.forget();
    if (bindsTokens(metadata, client.clientMetadata().client_id, bindTokens)) binding ??= await newBinding(client);
    const ask = (options: oidc.DPoPOptions) =>
      oidc.genericGrantRequest(client, grantType, { ...further, device_code }, options);
    try {
      return await untilAborted(granted(client, metadata, binding, ask), ends);
    } catch (thrown) {
      if (ends.aborted) throw thrown;
      const error = thrown instanceof oidc.ResponseBodyError ? thrown.error : undefined;
      if (error === 'authorization_pending' || error === 'slow_down') {
        failures = 0;
        if (error === 'slow_down') intervalMs += slowerMs;
      } else if (answers.isPassing(asSignInFailure(thrown, client.serverMetadata().issuer))) {
        failures = Math.min(failures + 1, 5);
      } else {
        throw thrown;
      }
    }
  }
}

/** Never early: clocks of virtual machines run fast, and an early question costs 5 seconds for good. */
const jittered = (milliseconds: number): number => milliseconds + randomInt(Math.ceil(milliseconds / 5) + 1);

async function pause(clock: Clock, milliseconds: number, ends: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = clock.after(milliseconds, () => {
    resolve(undefined);
  });
  try {
    await untilAborted(promise, ends);
  } finally {
    timer.dispose();
  }
}

/** What the token endpoint answered last, beside what the library makes of it. */
class Answers {
  readonly fetch: Fetch;
  private last: { readonly status: number; readonly retryAfter: string | null } | undefined;

  constructor(fetch: Fetch, tokenEndpoint: string) {
    const { href } = new URL(tokenEndpoint);
    this.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (input === href) this.last = { status: answer.status, retryAfter: answer.headers.get('retry-after') };
      return answer;
    };
  }

  forget(): void {
    this.last = undefined;
  }

  /** Worth another try: nobody answered, or somebody who is overloaded or broken for a while. */
  isPassing(failure: unknown): boolean {
    if (this.last !== undefined) return this.last.status === 429 || this.last.status >= 500;
    return (
      hasCode(failure, 'http.unreachable') || hasCode(failure, 'http.timeout') || hasCode(failure, 'http.answerInvalid')
    );
  }

  /** 0 where nothing that makes sense was said (RFC 9110, 10.2.3). */
  retryAfterMs(now: Date): number {
    const text = this.last?.retryAfter ?? '';
    const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
    return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
  }
}

function needDeviceFlow(metadata: Metadata): void {
  if (typeof metadata.device_authorization_endpoint === 'string') return;
  throw new SsoError('signIn.flowUnavailable', {
    message: `${new URL(metadata.issuer).host} does not announce the device flow.`,
    hint: 'Sign in by another way.',
  });
}

function inWords(thrown: unknown, issuer: string): unknown {
  if (thrown instanceof oidc.ResponseBodyError) {
    if (thrown.error === 'expired_token') return ranOut();
    if (thrown.error === 'unauthorized_client' || thrown.error === 'unsupported_grant_type') {
      return new SsoError('signIn.refused', {
        message: `${new URL(issuer).host} refused the sign-in: the client may not use the device flow.`,
        hint: 'Allow the device authorization grant for the client at the provider, or sign in by another way.',
      });
    }
  }
  return asSignInFailure(thrown, issuer);
}

const ranOut = (): SsoError =>
  new SsoError('signIn.timeout', {
    message: 'The code ran out before it was used.',
    hint: 'Sign in again for a new code, or by another way.',
  });

const givenUp = (): SsoError => new SsoError('operation.cancelled', { message: 'The sign-in was cancelled.' });
