import * as oidc from 'openid-client';
import { errorCode } from '../base/foreign.ts';
import { oneLine } from '../base/foreignText.ts';
import { redact } from '../base/redact.ts';
import { SsoError } from '../base/ssoError.ts';

/** What the errors of OAuth and OpenID Connect mean for the person, by their code. To explain another, add a row. */
const refusals: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
  access_denied: {
    what: 'access was denied',
    hint: 'Ask an administrator of the provider whether the account is assigned to the application and whether a policy or missing consent stands in the way.',
  },
  consent_required: {
    what: 'consent is needed',
    hint: 'Sign in again and agree, or ask an administrator to agree for all.',
  },
  interaction_required: { what: 'the person is needed', hint: 'Sign in again.' },
  invalid_client: {
    what: 'it does not know the client',
    hint: 'Check the client id; it must be registered as a public (native) client.',
  },
  invalid_grant: { what: 'the code or token is no longer valid', hint: 'Sign in again.' },
  invalid_request: {
    what: 'it found the request wrong',
    hint: 'Check the redirect URI and the scopes of the registration.',
  },
  invalid_scope: {
    what: 'a scope is not known or not allowed',
    hint: 'Check the scopes of the environment in sso.json.',
  },
  login_required: { what: 'the person is needed', hint: 'Sign in again.' },
  server_error: { what: 'it failed inside', hint: 'Try again later.' },
  temporarily_unavailable: { what: 'it is overloaded or under maintenance', hint: 'Try again later.' },
  unauthorized_client: {
    what: 'the client may not do this',
    hint: 'Allow the code flow for the client at the provider.',
  },
  unsupported_response_type: {
    what: 'it does not offer the code flow to the client',
    hint: 'Allow the code flow for the client at the provider.',
  },
};

/** Why an answer was not believed, by the library's code. */
const disbelief: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: {
    what: 'the ID token was made for another sign-in, client or issuer',
    hint: 'Start the sign-in again; if it stays, check issuer and client id.',
  },
  OAUTH_KEY_SELECTION_FAILED: {
    what: 'the ID token is signed with a key that the provider does not publish',
    hint: 'Try again in a moment; if it stays, check the keys of the provider.',
  },
  OAUTH_UNSUPPORTED_OPERATION: {
    what: 'the ID token is signed in a way that is not accepted from this provider',
    hint: 'Let the provider sign ID tokens of this client with RS256 or ES256.',
  },
};

/** Any failure of the protocol as ours. The library's errors are not kept as causes: they carry whole answers. */
export function asSignInFailure(thrown: unknown, issuer: string, redirectUri?: string): unknown {
  const ours = ownError(thrown);
  if (ours) return ours;
  const { host } = new URL(issuer);
  if (thrown instanceof oidc.AuthorizationResponseError) {
    return refusal(host, thrown.error, thrown.error_description, redirectUri);
  }
  if (thrown instanceof oidc.ResponseBodyError) {
    return refusal(host, thrown.error, thrown.error_description, redirectUri);
  }
  if (thrown instanceof oidc.WWWAuthenticateChallengeError) return refusal(host, 'invalid_client', undefined);
  if (!(thrown instanceof oidc.ClientError) && !isLibrarySignal(thrown)) return thrown;
  const reason = disbelief[errorCode(thrown)] ?? {
    what: 'it does not follow the protocol',
    hint: 'Start the sign-in again; the log tells more.',
  };
  return new SsoError('signIn.answerInvalid', {
    message: `The answer of ${host} was not accepted: ${reason.what}.`,
    hint: reason.hint,
  });
}

function refusal(host: string, error: string, description: string | undefined, redirectUri?: string): SsoError {
  const known = redirectRefusal(error, description, redirectUri) ?? refusals[error];
  const quoted = description === undefined ? undefined : oneLine(redact(description)); // some repeat what they were sent
  if (error === 'access_denied' && quoted === undefined) {
    return new SsoError('signIn.denied', { message: `The sign-in was declined at ${host}.` });
  }
  return new SsoError('signIn.refused', {
    message: `${host} refused the sign-in${known ? `: ${known.what}` : ''}.`,
    hint: known?.hint ?? 'The words of the provider may tell more.',
    ...(quoted === undefined ? {} : { quoted }),
  });
}

/** OpenID Connect Dynamic Client Registration 1.0, 3.3 names the error; others use `invalid_request` and say it in words. */
function redirectRefusal(error: string, description = '', redirectUri: string | undefined) {
  const isMeant =
    error === 'invalid_redirect_uri' || (error === 'invalid_request' && /redirect[_ ]?ur[il]/i.test(description));
  if (!isMeant || redirectUri === undefined) return undefined;
  return {
    what: 'the address to come back to is not registered for the client',
    hint: `Register exactly ${redirectUri} for the client; some providers take it without the port and then any port.`,
  };
}

/** The library wraps what the fetch and the signals threw. */
function ownError(thrown: unknown): SsoError | undefined {
  for (let each = thrown; each instanceof Error; each = each.cause) if (each instanceof SsoError) return each;
  return undefined;
}

const isLibrarySignal = (thrown: unknown): boolean =>
  thrown instanceof TypeError && errorCode(thrown).startsWith('ERR_');
