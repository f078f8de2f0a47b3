import type { ClientMetadata } from 'oidc-provider';
import type { ApplicationFields, ApplicationType } from '../model/application.ts';
import type { Registration } from './registrations.ts';

/** The developer's own sign-in: always there, on no list, and nobody's to change. */
export const builtInClientId = 'sso-toolkit';

const builtIn: ClientMetadata = {
  client_id: builtInClientId,
  client_name: 'SSO Toolkit',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1/callback'],
  post_logout_redirect_uris: ['http://127.0.0.1/callback'],
};

const grantsOfType: Record<ApplicationType, readonly string[]> = {
  web: ['authorization_code', 'refresh_token'],
  spa: ['authorization_code', 'refresh_token'],
  native: ['authorization_code', 'refresh_token'],
  api: [],
  machine: ['client_credentials'],
};

/** A registration in the words of RFC 7591, as oidc-provider wants it. Undefined where nobody may use it as a client. */
export function clientMetadata(clientId: string, registration: Registration | undefined): ClientMetadata | undefined {
  if (clientId === builtInClientId) return { ...builtIn };
  if (!registration) return undefined;
  const { fields, secret, metadata } = registration;
  const common = {
    client_id: clientId,
    ...(fields.name !== undefined && { client_name: fields.name }),
    redirect_uris: [...(fields.redirectUris ?? [])],
    ...(fields.postLogoutRedirectUris && { post_logout_redirect_uris: [...fields.postLogoutRedirectUris] }),
    ...(secret !== undefined && { client_secret: secret }),
  };
  return metadata
    ? { ...metadata, ...common, token_endpoint_auth_method: methodOf(metadata, secret) }
    : { ...common, ...ofType(fields, secret) };
}

/** What a client that registered itself chose stays, unless somebody changed the kind since. */
function methodOf(
  { token_endpoint_auth_method: chosen }: Readonly<Record<string, unknown>>,
  secret: string | undefined,
) {
  if (secret === undefined) return 'none';
  return chosen === 'client_secret_post' ? chosen : 'client_secret_basic';
}

function ofType(
  { type = 'web', redirectUris }: ApplicationFields,
  secret: string | undefined,
): Record<string, unknown> {
  // without a redirect URI an application can be registered, though nobody can sign in to it yet
  const signsIn = type !== 'api' && type !== 'machine' && redirectUris !== undefined && redirectUris.length > 0;
  const usable = signsIn || (type === 'machine' && secret !== undefined);
  return {
    application_type: type === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    grant_types: usable ? [...grantsOfType[type]] : [],
    response_types: signsIn ? ['code'] : [],
  };
}

/** The fields of a client that registered itself. What RFC 7591 has no word for stays undeclared. */
export function fieldsOf(metadata: Readonly<Record<string, unknown>>): ApplicationFields {
  const { client_name: name, application_type: type, redirect_uris: redirectUris } = metadata;
  const { post_logout_redirect_uris: postLogout, token_endpoint_auth_method: method } = metadata;
  return {
    ...(typeof name === 'string' && { name }),
    type: type === 'native' ? 'native' : 'web',
    clientAuthentication: method === 'none' ? 'none' : 'secret',
    redirectUris: textsOf(redirectUris),
    ...(postLogout !== undefined && { postLogoutRedirectUris: textsOf(postLogout) }),
  };
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
