/**
 * Access knows who may do what in an application as `sso.json` declares it, and by which path. It must never know how
 * a provider stores groups, nor what a token says.
 */
import type { Group } from '../model/people.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { ancestorsOf } from './groupTree.ts';

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
export function effectiveAccess(
  workspace: DeclaredWorkspace,
  person: string,
  application: string,
): readonly AccessPath[] {
  const byKey = new Map(workspace.groups.map((group) => [group.key, group]));
  return groupsOf(workspace, person).flatMap(({ key }) => {
    const upwards = [key, ...ancestorsOf(key)];
    return upwards.flatMap((holder, height) =>
      [...new Set(grantsOf(byKey.get(holder), application))].map((role): AccessPath => ({
        role,
        path: [key, ...upwards.slice(1, height + 1)],
      })),
    );
  });
}

/** The groups that name `person` as a member, in the order of the file. */
export function groupsOf(workspace: DeclaredWorkspace, person: string): readonly Group[] {
  return workspace.groups.filter(({ members }) => members.includes(person));
}

/** Names of the roles, each once, in the order in which they are found. */
export function effectiveRoles(workspace: DeclaredWorkspace, person: string, application: string): readonly string[] {
  return [...new Set(effectiveAccess(workspace, person, application).map(({ role }) => role))];
}

/** Roles that the group itself is granted. `Object.hasOwn`: an application may be called `constructor`. */
function grantsOf(group: Group | undefined, application: string): readonly string[] {
  return group && Object.hasOwn(group.grants, application) ? (group.grants[application] ?? []) : [];
}
