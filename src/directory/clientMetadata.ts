import type { ApplicationFields, ApplicationType, ClientAuthentication } from '../model/application.ts';

/** The part of a client's metadata (RFC 7591, 2; OpenID Connect Registration 1.0, 2) that the product has words for. */
export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name?: string;
  readonly application_type?: string;
  readonly grant_types?: readonly string[];
  readonly token_endpoint_auth_method?: string;
  readonly redirect_uris?: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  /** Separated by spaces. */
  readonly scope?: string;
}

type Fields = { -readonly [Name in keyof ApplicationFields]: ApplicationFields[Name] };

/** What metadata declares, in our words. What it does not say stays undeclared. */
export const declaredFields = (metadata: ClientMetadata): ApplicationFields => read(metadata, {});

/** What registered metadata means, with the defaults that hold where it is silent. */
export const registeredFields = (metadata: ClientMetadata): ApplicationFields =>
  read(metadata, { type: 'web', clientAuthentication: 'secret' });

/** Writes into one object, since a list may hold a hundred thousand of them. */
function read(metadata: ClientMetadata, fields: Fields): Fields {
  const { client_name: name, token_endpoint_auth_method: method, scope } = metadata;
  const { redirect_uris: redirectUris, post_logout_redirect_uris: postLogoutRedirectUris } = metadata;
  const type = typeOf(metadata);
  if (name !== undefined) fields.name = name;
  if (type !== undefined) fields.type = type;
  if (method !== undefined) fields.clientAuthentication = authenticationOf(method);
  if (redirectUris !== undefined) fields.redirectUris = redirectUris;
  if (postLogoutRedirectUris !== undefined) fields.postLogoutRedirectUris = postLogoutRedirectUris;
  if (scope !== undefined) fields.scopes = scope.trim() === '' ? [] : scope.trim().split(/ +/);
  return fields;
}

function typeOf({ application_type: type, grant_types: grants }: ClientMetadata): ApplicationType | undefined {
  if (type === 'native') return 'native';
  if (grants && grants.length > 0 && grants.every((grant) => grant === 'client_credentials')) return 'machine';
  return type === undefined && grants === undefined ? undefined : 'web';
}

function authenticationOf(method: string): ClientAuthentication {
  if (method === 'none') return 'none';
  return method === 'private_key_jwt' ? 'privateKey' : 'secret';
}
