import { createHash } from 'node:crypto';
import * as oidc from 'openid-client';
import type { Metadata } from './discover.ts';
import { normalScopes } from './scopeText.ts';

export interface AuthorizationRequest {
  readonly url: string;
  /** What only this attempt knows; each 256 bits from the system's random source, base64url. */
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export interface AuthorizationWishes {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly offlineAccess?: boolean;
  readonly loginHint?: string;
  /** Values of `prompt`, separated by spaces. */
  readonly prompt?: string;
}

/** The request of the code flow (OpenID Connect Core 1.0, 3.1.2.1), with PKCE S256 whatever the provider announces (RFC 7636, 4.3). */
export async function authorizationRequest(
  client: oidc.Configuration,
  metadata: Metadata,
  { redirectUri, scopes, offlineAccess = false, loginHint, prompt }: AuthorizationWishes,
): Promise<AuthorizationRequest> {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const parameters = {
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: normalScopes(offlineAccess ? [...scopes, 'offline_access'] : scopes).join(' '),
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), // 4.2; at once, unlike the library's
    code_challenge_method: 'S256',
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(prompt === undefined ? {} : { prompt }),
  };
  const pushed = metadata.require_pushed_authorization_requests === true; // RFC 9126, 5
  const url = pushed
    ? await oidc.buildAuthorizationUrlWithPAR(client, parameters)
    : oidc.buildAuthorizationUrl(client, parameters);
  return { url: url.href, verifier, state, nonce };
}
