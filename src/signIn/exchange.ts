import * as oidc from 'openid-client';
import { SsoError } from '../base/ssoError.ts';
import type { Clock } from '../ports.ts';
import { hintOf, labelOf } from './account.ts';
import type { AuthorizationRequest } from './authorizationRequest.ts';
import type { Metadata } from './discover.ts';
import type { SignedIn, SignInRequest } from './request.ts';
import { grantedScopes, normalScopes } from './scopeText.ts';

/** Trades the code for tokens and checks them (OpenID Connect Core 1.0, 3.1.3; RFC 9207, 2.4). */
export async function exchange(
  client: oidc.Configuration,
  metadata: Metadata,
  answer: URL,
  sent: AuthorizationRequest,
  request: SignInRequest & { readonly clientId: string },
  clock: Clock,
): Promise<SignedIn> {
  const tokens = await oidc.authorizationCodeGrant(client, answer, {
    expectedState: sent.state,
    expectedNonce: sent.nonce,
    pkceCodeVerifier: sent.verifier,
    idTokenExpected: true,
  });
  return signedInBy(tokens, metadata, request, clock);
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** What a token answer says, whichever flow it came by. Fails with `signIn.answerInvalid` without an ID token. */
export function signedInBy(
  tokens: Tokens,
  metadata: Metadata,
  { clientId, flow = 'loopback', scopes }: SignInRequest & { readonly clientId: string },
  clock: Clock,
): SignedIn {
  const claims = tokens.claims();
  if (!claims || tokens.id_token === undefined) {
    throw new SsoError('signIn.answerInvalid', {
      message: `${new URL(metadata.issuer).host} sent no ID token.`,
      hint: 'Allow the scope openid for the client at the provider.',
    });
  }
  return {
    issuer: metadata.issuer,
    clientId,
    flow,
    subject: claims.sub,
    label: labelOf(claims),
    ...hintOf(claims),
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    ...(tokens.expires_in === undefined
      ? {}
      : { expiresAt: new Date(clock.now().getTime() + tokens.expires_in * 1000) }),
    scopes: grantedScopes(tokens.scope, normalScopes(scopes)),
  };
}
