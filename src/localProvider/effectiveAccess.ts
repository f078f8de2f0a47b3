import type { ApplicationFields } from '../model/application.ts';
import type { Group } from '../model/people.ts';

/** Groups of a person, ancestors included, sorted: who is in `sales/leads` is in `sales`, as at Keycloak. */
export function groupsOf(person: string, groups: readonly Group[]): readonly string[] {
  const found = groups.filter(({ members }) => members.includes(person)).flatMap(({ key }) => withAncestors(key));
  return [...new Set(found)].sort();
}

/** Roles that the registration grants to any of these groups and still defines, sorted. */
export function rolesOf(groups: readonly string[], fields: ApplicationFields): readonly string[] {
  const defined = new Set(fields.roles ?? []);
  const granted = (fields.grants ?? []).filter(({ group, role }) => groups.includes(group) && defined.has(role));
  return [...new Set(granted.map(({ role }) => role))].sort();
}

function withAncestors(key: string): readonly string[] {
  const parts = key.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
