/**
 * Access knows who may do what in an application as `sso.json` declares it, and by which path. It must never know how
 * a provider stores groups, nor what a token says.
 */
import type { Group } from '../model/people.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { ancestorsOf } from './groupTree.ts';

type Groups = Pick<DeclaredWorkspace, 'groups'>;

/** One reason why a person has a role. */
export interface AccessPath {
  readonly role: string;
  /** Group keys, from the group that the person is a member of up to the group that holds the grant. */
  readonly path: readonly [string, ...string[]];
}

/**
 * Every role that `person` has in `application` (both by key), with every path that leads to it. Members of a group have
 * the grants of its parents too. Empty when the person has no access.
 */
export function effectiveAccess(workspace: Groups, person: string, application: string): readonly AccessPath[] {
  const { byKey } = indexOf(workspace);
  return groupsOf(workspace, person).flatMap(({ key }) => {
    const parents = ancestorsOf(key);
    return [key, ...parents].flatMap((holder, height) =>
      grantedRoles(byKey.get(holder), application).map((role): AccessPath => ({
        role,
        path: [key, ...parents.slice(0, height)],
      })),
    );
  });
}

/** The groups that name `person` as a member, in the order of the file. */
export function groupsOf(workspace: Groups, person: string): readonly Group[] {
  return indexOf(workspace).ofMember.get(person) ?? [];
}

/** Names of the roles, each once, in the order in which they are found. */
export function effectiveRoles(workspace: Groups, person: string, application: string): readonly string[] {
  return [...new Set(effectiveAccess(workspace, person, application).map(({ role }) => role))];
}

/** Roles that the group itself is granted, each once. An application may be called `constructor`. */
export function grantedRoles(group: Group | undefined, application: string): readonly string[] {
  const roles = group && Object.hasOwn(group.grants, application) ? group.grants[application] : undefined;
  return [...new Set(roles)];
}

interface Index {
  readonly byKey: ReadonlyMap<string, Group>;
  readonly ofMember: ReadonlyMap<string, readonly Group[]>;
}

const indexes = new WeakMap<readonly Group[], Index>();

/** Groups never change, they are replaced; so what was found once holds for as long as they live. */
function indexOf({ groups }: Groups): Index {
  const known = indexes.get(groups);
  if (known) return known;
  const ofMember = new Map<string, Group[]>();
  for (const group of groups) {
    for (const member of new Set(group.members)) {
      const others = ofMember.get(member);
      if (others) others.push(group);
      else ofMember.set(member, [group]);
    }
  }
  const index = { byKey: new Map(groups.map((group) => [group.key, group])), ofMember };
  indexes.set(groups, index);
  return index;
}
