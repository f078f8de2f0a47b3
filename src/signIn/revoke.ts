import * as oidc from 'openid-client';
import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import { discover } from './discover.ts';
import { needOrigins } from './endpoints.ts';
import { asSignInFailure } from './failure.ts';
import { withProviderClient } from './providerClient.ts';
import type { RefreshDeps } from './refresh.ts';

export interface Revocable {
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly allowHttpOnLoopback: boolean;
  /** Beside the issuer's own, where its credentials may go. */
  readonly origins: readonly string[];
}

/** How telling the provider went. Nothing of it keeps a session alive here. */
export type Revocation =
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'failed'; readonly reason: string };

const timeoutMs = 5_000;

/** Ends the tokens at the provider, the refresh token first (RFC 7009, 2.1), within 5 seconds. Never throws. */
export async function revoke(session: Revocable, deps: RefreshDeps): Promise<Revocation> {
  const { clock, log } = deps;
  const limit = new AbortController();
  const timer = clock.after(timeoutMs, () => {
    limit.abort(new SsoError('http.timeout', { message: 'The provider did not answer within 5 seconds.' }));
  });
  try {
    const metadata = await untilAborted(discover(session.issuer, { ...deps, ...session }, limit.signal), limit.signal);
    needOrigins(metadata, session.origins);
    if (metadata.revocation_endpoint === undefined) return { kind: 'unsupported' };
    const fetch = boundedFetch(deps.fetch, { log }, limit.signal);
    const outcomes = await withProviderClient(metadata, session.clientId, { fetch, clock, log }, async (client) => {
      const failures: unknown[] = [];
      for (const [hint, token] of tokensOf(session)) {
        try {
          await untilAborted(oidc.tokenRevocation(client, token, { token_type_hint: hint }), limit.signal);
        } catch (thrown) {
          failures.push(thrown);
        }
      }
      return failures;
    });
    return outcomes.length === 0 ? { kind: 'revoked' } : { kind: 'failed', reason: reasonOf(outcomes[0], session) };
  } catch (thrown) {
    return { kind: 'failed', reason: reasonOf(thrown, session) };
  } finally {
    timer.dispose();
  }
}

const tokensOf = ({ refreshToken, accessToken }: Revocable): readonly (readonly [hint: string, token: string])[] => [
  ...(refreshToken === undefined ? [] : [['refresh_token', refreshToken] as const]),
  ['access_token', accessToken],
];

function reasonOf(thrown: unknown, { issuer }: Revocable): string {
  const failure = asSignInFailure(thrown, issuer);
  return failure instanceof SsoError ? failure.message : 'The request failed.';
}
