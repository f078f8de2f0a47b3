/**
 * Parameters of the authorization request that a sign-in sets itself (RFC 6749, 4.1.1; RFC 7636, 4.3; RFC 9101; RFC 9126;
 * RFC 9449, 10; OpenID Connect Core 1.0, 3.1.2.1). What a file or a setting adds never takes their place.
 */
const reserved: ReadonlySet<string> = new Set([
  'client_assertion',
  'client_assertion_type',
  'client_id',
  'client_secret',
  'code',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'dpop_jkt',
  'grant_type',
  'id_token_hint',
  'login_hint',
  'nonce',
  'prompt',
  'redirect_uri',
  'registration',
  'request',
  'request_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'state',
]);

export const isReservedParameter = (name: string): boolean => reserved.has(name);
