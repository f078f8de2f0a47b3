import { isTrue, text, texts, type Metadata } from './metadata.ts';

/** `unsaid`: the metadata is silent and the specification gives no default, so it may be there all the same. */
export type Verdict = 'yes' | 'no' | 'unsaid';

/** Something a provider can do or lacks, read from what it publishes. To look for something else, add a row. */
export interface Capability {
  readonly id: string;
  readonly title: string;
  readonly verdict: (metadata: Metadata) => Verdict;
  /** What its absence means for whoever builds an application. */
  readonly matters: string;
  readonly source: string;
}

export const capabilities: readonly Capability[] = [
  {
    id: 'codeFlow',
    title: 'Sign-in by authorization code',
    verdict: (metadata) => listed(metadata, 'response_types_supported', 'code'),
    matters: 'The one flow that is recommended for people today cannot be used.',
    source: 'OpenID Connect Core, 3.1; RFC 9700, 2.1.2',
  },
  {
    id: 'pkce',
    title: 'PKCE with S256',
    verdict: (metadata) => listed(metadata, 'code_challenge_methods_supported', 'S256', 'no'),
    matters:
      'A stolen code may be redeemed by somebody else; public clients depend on it. It may work without being announced.',
    source: 'RFC 7636, 4.2; RFC 8414, 2; RFC 9700, 2.1.1',
  },
  {
    id: 'issParameter',
    title: 'Issuer named in the authorization response',
    verdict: (metadata) => (isTrue(metadata, 'authorization_response_iss_parameter_supported') ? 'yes' : 'no'),
    matters: 'An application that uses several providers cannot notice an answer of the wrong one (mix-up).',
    source: 'RFC 9207, 3',
  },
  {
    id: 'refresh',
    title: 'Refresh tokens',
    verdict: (metadata) => listed(metadata, 'grant_types_supported', 'refresh_token', 'no'),
    matters: 'Sessions end with the access token, and people sign in again.',
    source: 'RFC 6749, 6; OpenID Connect Discovery, 3',
  },
  {
    id: 'publicClients',
    title: 'Clients without a secret',
    verdict: (metadata) => listed(metadata, 'token_endpoint_auth_methods_supported', 'none'),
    matters: 'Native and single-page applications need it. Many providers allow it without saying so.',
    source: 'RFC 8414, 2; RFC 8252, 8.4',
  },
  {
    id: 'userinfo',
    title: 'Userinfo',
    verdict: (metadata) => given(metadata, 'userinfo_endpoint'),
    matters: 'Facts about the person come in the ID token only.',
    source: 'OpenID Connect Core, 5.3',
  },
  {
    id: 'rpInitiatedLogout',
    title: 'Logout started by the application',
    verdict: (metadata) => given(metadata, 'end_session_endpoint'),
    matters:
      'Logging out of the application leaves the session at the provider: the next sign-in may pass without a question.',
    source: 'OpenID Connect RP-Initiated Logout, 2.1',
  },
  {
    id: 'backChannelLogout',
    title: 'Back-channel logout',
    verdict: (metadata) => (isTrue(metadata, 'backchannel_logout_supported') ? 'yes' : 'no'),
    matters: 'The application is not told when the session ends elsewhere.',
    source: 'OpenID Connect Back-Channel Logout, 2.1',
  },
  {
    id: 'revocation',
    title: 'Revocation of tokens',
    verdict: (metadata) => given(metadata, 'revocation_endpoint'),
    matters: 'A token that is signed out, or leaked, works until it expires.',
    source: 'RFC 7009, 2; RFC 8414, 2',
  },
  {
    id: 'introspection',
    title: 'Introspection of tokens',
    verdict: (metadata) => given(metadata, 'introspection_endpoint'),
    matters: 'An API cannot ask whether an opaque token is still good.',
    source: 'RFC 7662, 2; RFC 8414, 2',
  },
  {
    id: 'clientCredentials',
    title: 'Sign-in of machines',
    verdict: (metadata) => listed(metadata, 'grant_types_supported', 'client_credentials', 'no'),
    matters: 'Applications of type machine need it. Some providers allow it without saying so.',
    source: 'RFC 6749, 4.4',
  },
  {
    id: 'device',
    title: 'Sign-in by device code',
    verdict: (metadata) => given(metadata, 'device_authorization_endpoint'),
    matters: 'Where no browser can come back to the program, another way is needed.',
    source: 'RFC 8628, 4',
  },
  {
    id: 'registration',
    title: 'Dynamic client registration',
    verdict: (metadata) => given(metadata, 'registration_endpoint'),
    matters: 'Applications have to be registered by hand or through an admin API.',
    source: 'RFC 7591, 3; OpenID Connect Discovery, 3',
  },
  {
    id: 'par',
    title: 'Pushed authorization requests',
    verdict: (metadata) => given(metadata, 'pushed_authorization_request_endpoint'),
    matters: 'The authorization request passes through the browser, where it can be seen and changed.',
    source: 'RFC 9126, 5',
  },
  {
    id: 'dpop',
    title: 'Tokens bound to a key (DPoP)',
    verdict: (metadata) => (texts(metadata, 'dpop_signing_alg_values_supported') ? 'yes' : 'no'),
    matters: 'Whoever has a token can use it.',
    source: 'RFC 9449, 5.1',
  },
  {
    id: 'asymmetricIdToken',
    title: 'ID tokens signed with a public key',
    verdict: (metadata) => {
      const algorithms = texts(metadata, 'id_token_signing_alg_values_supported');
      return algorithms ? yesOrNo(algorithms.some((name) => /^(?:[REP]S\d|E[dD]|ML-)/.test(name))) : 'unsaid';
    },
    matters: 'Native and single-page applications cannot check who made the token.',
    source: 'OpenID Connect Core, 3.1.3.7',
  },
];

const yesOrNo = (condition: boolean): Verdict => (condition ? 'yes' : 'no');

/** `silent` is what it means when the metadata has no such list. */
function listed(metadata: Metadata, list: string, value: string, silent: Verdict = 'unsaid'): Verdict {
  const values = texts(metadata, list);
  return values ? yesOrNo(values.includes(value)) : silent;
}

const given = (metadata: Metadata, endpoint: string): Verdict => yesOrNo(text(metadata, endpoint) !== undefined);
