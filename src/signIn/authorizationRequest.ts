import { createHash } from 'node:crypto';
import * as oidc from 'openid-client';
import { isReservedParameter } from '../model/reservedParameters.ts';
import type { Log } from '../ports.ts';
import { askForAudience } from './audience.ts';
import { type Binding, newBinding, proofsOf } from './binding.ts';
import type { Metadata } from './discover.ts';
import type { SignInRequest } from './request.ts';
import { normalScopes } from './scopeText.ts';

export interface AuthorizationRequest {
  readonly url: string;
  /** What only this attempt knows; each 256 bits from the system's random source, base64url. */
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** What the token request has to say as well. */
  readonly tokenParameters: Readonly<Record<string, string>>;
  /** What the tokens are to be bound to. */
  readonly binding: Binding | undefined;
}

export type AuthorizationWishes = Pick<
  SignInRequest,
  'audience' | 'loginHint' | 'offlineAccess' | 'parameters' | 'prompt' | 'scopes'
> & {
  readonly redirectUri: string;
  /** True to let nobody but us have the tokens, even with the code (RFC 9449, 10). */
  readonly isBound: boolean;
};

/**
 * The request of the code flow (OpenID Connect Core 1.0, 3.1.2.1), with PKCE S256 whatever the provider announces (RFC 7636, 4.3). Pushed
 * beforehand where the provider takes that (RFC 9126, 5), so that nothing of it passes through the browser.
 */
export async function authorizationRequest(
  client: oidc.Configuration,
  metadata: Metadata,
  wishes: AuthorizationWishes,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<AuthorizationRequest> {
  const { redirectUri, loginHint, prompt } = wishes;
  const { verifier, challenge } = pkce();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const binding = wishes.isBound ? await newBinding(client) : undefined;
  const { scopes, parameters, tokenParameters } = askForAudience(wishes.audience, scopesOf(wishes), metadata, log);
  const sent = {
    ...furtherParameters(wishes.parameters, log),
    ...parameters,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: normalScopes(scopes).join(' '),
    state,
    nonce,
    ...challenge,
    ...(binding === undefined ? {} : { dpop_jkt: await binding.handle.calculateThumbprint() }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(prompt === undefined ? {} : { prompt }),
  };
  const isPushed =
    metadata.require_pushed_authorization_requests === true ||
    metadata.pushed_authorization_request_endpoint !== undefined;
  const url = isPushed
    ? await oidc.buildAuthorizationUrlWithPAR(client, sent, proofsOf(binding))
    : oidc.buildAuthorizationUrl(client, sent);
  return { url: url.href, verifier, state, nonce, tokenParameters, binding };
}

/** A fresh verifier with its challenge (RFC 7636, 4.1 and 4.2); made at once, unlike the library's. */
export function pkce(): { readonly verifier: string; readonly challenge: Readonly<Record<string, string>> } {
  const verifier = oidc.randomPKCECodeVerifier();
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } };
}

/** As asked for, with what keeps a session alive without the person. */
export const scopesOf = ({ scopes, offlineAccess = false }: Pick<SignInRequest, 'offlineAccess' | 'scopes'>) =>
  offlineAccess ? [...scopes, 'offline_access'] : scopes;

/** What a file adds never takes the place of what protects the flow. */
export function furtherParameters(
  parameters: Readonly<Record<string, string>> = {},
  log: Pick<Log, 'warn'>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(parameters);
  const refused = entries.filter(([name]) => isReservedParameter(name)).map(([name]) => name);
  if (refused.length > 0) log.warn(`Parameters that the sign-in sets itself were left out: ${refused.join(', ')}.`);
  return Object.fromEntries(entries.filter(([name]) => !isReservedParameter(name)));
}
