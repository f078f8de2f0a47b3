import { isRecord } from '../base/foreign.ts';
import type { JsonObject } from './strictJson.ts';

/** What a value has to look like. `time` is seconds since 1970 (RFC 7519, 2: NumericDate). */
export type ValueShape = 'text' | 'time' | 'texts' | 'textOrTexts' | 'boolean' | 'number' | 'object' | 'any';

/** A name that a specification registers, in words. To explain another one, add a row. */
export interface RegisteredName {
  readonly name: string;
  readonly meaning: string;
  readonly source: string;
  readonly shape: ValueShape;
}

const row = (name: string, shape: ValueShape, meaning: string, source: string): readonly [string, RegisteredName] => [
  name,
  { name, meaning, source, shape },
];

/** Header parameters (IANA registry "JSON Web Signature and Encryption Header Parameters"). */
export const headerNames: ReadonlyMap<string, RegisteredName> = new Map([
  row('alg', 'text', 'Algorithm that the token says it is signed or encrypted with', 'RFC 7515, 4.1.1'),
  row('enc', 'text', 'Algorithm that encrypts the content', 'RFC 7516, 4.1.2'),
  row('zip', 'text', 'Compression of the content before it was encrypted', 'RFC 7516, 4.1.3'),
  row('kid', 'text', "Name of the key, to be looked up among the issuer's keys", 'RFC 7515, 4.1.4'),
  row('typ', 'text', 'What kind of token this is', 'RFC 7515, 4.1.9; RFC 8725, 3.11'),
  row('cty', 'text', 'What kind of content it holds; JWT means another token inside', 'RFC 7515, 4.1.10'),
  row('crit', 'texts', 'Extensions that a reader must understand or refuse the token', 'RFC 7515, 4.1.11'),
  row('b64', 'boolean', 'Whether the content is base64url; false is not allowed in a JWT', 'RFC 7797, 3 and 7'),
  row('jku', 'text', 'Address of a key set; never followed', 'RFC 7515, 4.1.2'),
  row('jwk', 'object', 'A key inside the token: untrusted, anybody can put one there', 'RFC 7515, 4.1.3'),
  row('x5u', 'text', 'Address of a certificate; never followed', 'RFC 7515, 4.1.5'),
  row('x5c', 'texts', 'Certificates inside the token: untrusted', 'RFC 7515, 4.1.6'),
  row('x5t', 'text', 'SHA-1 thumbprint of the certificate', 'RFC 7515, 4.1.7'),
  row('x5t#S256', 'text', 'SHA-256 thumbprint of the certificate', 'RFC 7515, 4.1.8'),
  row('epk', 'object', "The sender's key for this one token", 'RFC 7518, 4.6.1.1'),
  row('apu', 'text', 'Who sent it, for the key agreement', 'RFC 7518, 4.6.1.2'),
  row('apv', 'text', 'Who receives it, for the key agreement', 'RFC 7518, 4.6.1.3'),
  row('p2s', 'text', 'Salt of a password', 'RFC 7518, 4.8.1.1'),
  row('p2c', 'number', 'How often a password is hashed', 'RFC 7518, 4.8.1.2'),
]);

/** Claims (IANA registry "JSON Web Token Claims"), and the names for groups and roles that providers share. */
export const claimNames: ReadonlyMap<string, RegisteredName> = new Map([
  row('iss', 'text', 'Issuer: the identity provider that made the token', 'RFC 7519, 4.1.1'),
  row(
    'sub',
    'text',
    'Subject: whom it is about, unique at the issuer and never given to somebody else',
    'RFC 7519, 4.1.2',
  ),
  row('aud', 'textOrTexts', 'Audience: for whom it is meant; anybody else must refuse it', 'RFC 7519, 4.1.3'),
  row('exp', 'time', 'Expires', 'RFC 7519, 4.1.4'),
  row('nbf', 'time', 'Not valid before', 'RFC 7519, 4.1.5'),
  row('iat', 'time', 'Issued', 'RFC 7519, 4.1.6'),
  row('jti', 'text', 'Number of this token, to notice when it is used twice', 'RFC 7519, 4.1.7'),
  row('nonce', 'text', 'Ties the ID token to the request that asked for it', 'OpenID Connect Core, 2'),
  row('auth_time', 'time', 'When the person signed in', 'OpenID Connect Core, 2'),
  row('acr', 'text', 'How strongly the person signed in', 'OpenID Connect Core, 2'),
  row('amr', 'texts', 'How the person signed in: pwd password, otp one-time code, mfa several, hwk key', 'RFC 8176, 2'),
  row('azp', 'text', 'Client id of the application that asked for the token', 'OpenID Connect Core, 2'),
  row('at_hash', 'text', 'Ties the ID token to the access token that came with it', 'OpenID Connect Core, 3.1.3.6'),
  row('c_hash', 'text', 'Ties the ID token to the code that came with it', 'OpenID Connect Core, 3.3.2.11'),
  row('s_hash', 'text', 'Ties the ID token to the state that came with it', 'FAPI 1.0, part 2, 5.1'),
  row('sid', 'text', 'Session at the provider, named again when it ends', 'OpenID Connect Front-Channel Logout, 3'),
  row('events', 'object', 'What happened; a logout token carries the logout event', 'RFC 8417, 2.2'),
  row('scope', 'text', 'What the token may be used for', 'RFC 8693, 4.2; RFC 9068, 2.2.3'),
  row('client_id', 'text', 'Client id of the application that asked for the token', 'RFC 8693, 4.3; RFC 9068, 2.2'),
  row('cnf', 'object', 'Key that the sender must prove to have (DPoP, mTLS)', 'RFC 7800, 3.1'),
  row('act', 'object', 'Who acts in the place of the subject', 'RFC 8693, 4.1'),
  row('may_act', 'object', 'Who may act in the place of the subject', 'RFC 8693, 4.4'),
  row('authorization_details', 'any', 'What exactly was permitted', 'RFC 9396, 2'),
  row('groups', 'texts', 'Groups of the person', 'RFC 9068, 2.2.3.1'),
  row('roles', 'texts', 'Roles that the person has', 'RFC 9068, 2.2.3.1'),
  row('entitlements', 'texts', 'What the person may do', 'RFC 9068, 2.2.3.1'),
  row('realm_access', 'object', 'Roles of the whole realm, as Keycloak writes them', 'Keycloak, protocol mappers'),
  row('resource_access', 'object', 'Roles per application, as Keycloak writes them', 'Keycloak, protocol mappers'),
  row('name', 'text', 'Full name', 'OpenID Connect Core, 5.1'),
  row('given_name', 'text', 'First name', 'OpenID Connect Core, 5.1'),
  row('family_name', 'text', 'Family name', 'OpenID Connect Core, 5.1'),
  row('middle_name', 'text', 'Middle name', 'OpenID Connect Core, 5.1'),
  row('nickname', 'text', 'Nickname', 'OpenID Connect Core, 5.1'),
  row('preferred_username', 'text', 'User name; may change, so never an identifier', 'OpenID Connect Core, 5.1'),
  row('profile', 'text', 'Page about the person', 'OpenID Connect Core, 5.1'),
  row('picture', 'text', 'Picture of the person', 'OpenID Connect Core, 5.1'),
  row('website', 'text', 'Web site of the person', 'OpenID Connect Core, 5.1'),
  row('email', 'text', 'Email address; may change, so never an identifier', 'OpenID Connect Core, 5.1'),
  row('email_verified', 'boolean', 'Whether the provider checked the email address', 'OpenID Connect Core, 5.1'),
  row('gender', 'text', 'Gender', 'OpenID Connect Core, 5.1'),
  row('birthdate', 'text', 'Date of birth', 'OpenID Connect Core, 5.1'),
  row('zoneinfo', 'text', 'Time zone', 'OpenID Connect Core, 5.1'),
  row('locale', 'text', 'Language', 'OpenID Connect Core, 5.1'),
  row('phone_number', 'text', 'Telephone number', 'OpenID Connect Core, 5.1'),
  row('phone_number_verified', 'boolean', 'Whether the provider checked the number', 'OpenID Connect Core, 5.1'),
  row('address', 'object', 'Postal address', 'OpenID Connect Core, 5.1'),
  row('updated_at', 'time', 'When these facts about the person last changed', 'OpenID Connect Core, 5.1'),
  row('_claim_names', 'object', 'Claims that stand elsewhere; never fetched', 'OpenID Connect Core, 5.6.2'),
  row('_claim_sources', 'object', 'Where those claims stand; never fetched', 'OpenID Connect Core, 5.6.2'),
  row('htm', 'text', 'HTTP method that a DPoP proof is for', 'RFC 9449, 4.2'),
  row('htu', 'text', 'Address that a DPoP proof is for', 'RFC 9449, 4.2'),
  row('ath', 'text', 'Access token that a DPoP proof is for, as a hash', 'RFC 9449, 4.2'),
]);

/** True when `value` has the shape that its specification gives it. */
export function hasShape(value: unknown, shape: ValueShape): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'time':
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'texts':
      return isTexts(value);
    case 'textOrTexts':
      return typeof value === 'string' || isTexts(value);
    case 'object':
      return isRecord(value);
    case 'any':
      return true;
  }
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((element) => typeof element === 'string');

export type TokenPurpose = 'ID token' | 'access token' | 'logout token' | 'DPoP proof' | 'client assertion';

/** What a token is probably for, by its `typ` (RFC 8725, 3.11) and else by claims that only that kind has. */
export function tokenPurpose(header: JsonObject, claims: JsonObject): TokenPurpose | undefined {
  const typ = typeof header['typ'] === 'string' ? header['typ'].toLowerCase().replace(/^application\//, '') : '';
  return purposes.find(({ typs, has }) => typs.includes(typ) || has(claims))?.purpose;
}

const purposes: readonly {
  readonly purpose: TokenPurpose;
  readonly typs: readonly string[];
  readonly has: (claims: JsonObject) => boolean;
}[] = [
  { purpose: 'access token', typs: ['at+jwt'], has: (claims) => claims['typ'] === 'Bearer' }, // Keycloak writes a claim `typ`
  { purpose: 'DPoP proof', typs: ['dpop+jwt'], has: ({ htm, htu }) => htm !== undefined && htu !== undefined },
  {
    purpose: 'logout token',
    typs: ['logout+jwt'],
    has: ({ events }) => isRecord(events) && 'http://schemas.openid.net/event/backchannel-logout' in events,
  },
  {
    purpose: 'ID token',
    typs: [],
    has: (claims) =>
      claims['typ'] === 'ID' || ['nonce', 'at_hash', 'c_hash', 's_hash'].some((name) => Object.hasOwn(claims, name)),
  },
  { purpose: 'access token', typs: [], has: ({ scope, scp }) => scope !== undefined || scp !== undefined },
  {
    purpose: 'client assertion',
    typs: ['client-authentication+jwt'],
    has: ({ iss, sub, aud, jti }) => typeof iss === 'string' && iss === sub && aud !== undefined && jti !== undefined,
  },
];
