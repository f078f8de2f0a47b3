import * as oidc from 'openid-client';
import { SsoError } from '../base/ssoError.ts';
import type { Clock, Log } from '../ports.ts';
import { hintOf, isNamed, labelOf } from './account.ts';
import type { AuthorizationRequest } from './authorizationRequest.ts';
import { boundBy, granted, proofsOf } from './binding.ts';
import type { Metadata } from './discover.ts';
import { expiryOf } from './expiry.ts';
import { asSignInFailure } from './failure.ts';
import type { SignedIn, SignInRequest } from './request.ts';
import { grantedScopes, normalScopes } from './scopeText.ts';

/** Trades the code for tokens and checks them (OpenID Connect Core 1.0, 3.1.3; RFC 9207, 2.4). */
export async function exchange(
  client: oidc.Configuration,
  metadata: Metadata,
  answer: URL,
  sent: AuthorizationRequest,
  request: SignInRequest & { readonly clientId: string },
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<SignedIn> {
  const checks = {
    expectedState: sent.state,
    expectedNonce: sent.nonce,
    pkceCodeVerifier: sent.verifier,
    idTokenExpected: true,
  };
  const { tokens, binding } = await granted(client, metadata, sent.binding, (options) =>
    oidc.authorizationCodeGrant(client, answer, checks, { ...sent.tokenParameters }, options),
  );
  const bound = boundBy(tokens, binding, metadata, log);
  const signedIn = { ...signedInBy(tokens, metadata, request, clock), ...bound };
  if (isNamed(tokens.claims())) return signedIn;
  return named(signedIn, client, metadata, request, { log, proofs: proofsOf(bound.bindingKey && binding) });
}

/**
 * Where the ID token does not say what people call the account, userinfo may. It is of use only if it speaks of the same
 * person (OpenID Connect Core 1.0, 5.3.2), and no sign-in fails for the want of it. A token for another API is of no use there.
 */
async function named(
  signedIn: SignedIn,
  client: oidc.Configuration,
  metadata: Metadata,
  { audience }: SignInRequest,
  { log, proofs }: { readonly log: Log; readonly proofs: oidc.DPoPOptions },
): Promise<SignedIn> {
  if (metadata.userinfo_endpoint === undefined || audience !== undefined) return signedIn;
  const host = new URL(metadata.issuer).host;
  try {
    const claims = await oidc.fetchUserInfo(client, signedIn.accessToken, signedIn.subject, proofs);
    return { ...signedIn, label: labelOf(claims), ...hintOf(claims) };
  } catch (thrown) {
    const failure = asSignInFailure(thrown, metadata.issuer);
    const reason = failure instanceof SsoError ? failure.code : 'failed';
    log.warn(`The userinfo of ${host} was not taken: it is of another account, or cannot be read (${reason}).`);
  }
  return signedIn;
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
    ...expiryOf(tokens.expires_in, clock),
    scopes: grantedScopes(tokens.scope, normalScopes(scopes)),
  };
}
