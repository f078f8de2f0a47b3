import type { Account, UnknownObject } from 'oidc-provider';
import { rolesOf } from './effectiveAccess.ts';
import { groupsOfPerson, personOf, type People } from './people.ts';
import type { Registrations } from './registrations.ts';

const ours = ['sub', 'name', 'email', 'email_verified', 'preferred_username', 'groups', 'roles'] as const;

/** Claims by which a token is checked; what a person declares never touches them (OIDC Core, 2; RFC 7519, 4.1). */
const ofTheProtocol: ReadonlySet<string> = new Set([
  ...ours,
  ...['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'azp', 'acr', 'amr', 'auth_time', 'sid', 'at_hash', 'c_hash'],
  ...['s_hash', 'cnf', 'events', 'scope', 'client_id', 'authorization_details', '_claim_names', '_claim_sources'],
  '__proto__',
]);

/** Names of all claims that ID tokens and userinfo may carry for these people. */
export const claimNames = (people: People): readonly string[] => [
  ...ours,
  ...[...new Set(people.persons.flatMap(({ claims }) => declaredNames(claims)))].sort(),
];

/** What is said about a person to one application; undefined when there is no such person. */
export function claimsOf(people: People, registrations: Registrations, key: string, clientId: string | undefined) {
  const person = personOf(people, key);
  if (!person) return undefined;
  const { name, email, claims } = person;
  return {
    ...Object.fromEntries(declaredNames(claims).map((declared) => [declared, claims[declared]])),
    sub: key,
    name,
    preferred_username: key,
    ...(email !== undefined && { email, email_verified: true }),
    ...accessClaims(people, registrations, key, clientId),
  };
}

/** `groups`, and the `roles` in one application. */
export function accessClaims(people: People, registrations: Registrations, key: string, clientId: string | undefined) {
  const groups = groupsOfPerson(people, key);
  const fields = clientId === undefined ? undefined : registrations.get(clientId)?.fields;
  return { groups, roles: fields ? rolesOf(groups, fields) : [] };
}

/** The person as oidc-provider wants it. Undefined ends every use of the person's tokens. */
export function accountOf(
  people: People,
  registrations: Registrations,
  key: string,
  clientId: () => string | undefined,
): Account | undefined {
  if (!personOf(people, key)) return undefined;
  const claims = (): UnknownObject & { sub: string } =>
    claimsOf(people, registrations, key, clientId()) ?? { sub: key };
  return { accountId: key, claims };
}

const declaredNames = (claims: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(claims).filter((name) => !ofTheProtocol.has(name));
