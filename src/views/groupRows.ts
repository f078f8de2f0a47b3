import { effectiveAccess, effectiveRoles, grantedRoles, groupsOf } from '../access/effectiveAccess.ts';
import { ancestorsOf, groupTree, type GroupNode } from '../access/groupTree.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { Group } from '../model/people.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { branch, level } from './levels.ts';
import type { Row } from './row.ts';
import { count } from './statusWords.ts';

/** Groups as a tree with members and grants; then, seen from the other side, who may do what in each application. */
export function groupRows(workspace: DeclaredWorkspace): readonly Row[] {
  const loose = workspace.people.filter(({ key }) => groupsOf(workspace, key).length === 0).map(({ key }) => key);
  const applications = workspace.applications.filter((application) => rolesOf(workspace, application).length > 0);
  return [
    ...groupLevel(workspace, groupTree(workspace.groups), 'groups'),
    ...(loose.length === 0
      ? []
      : [
          heading('noGroup', 'In no group', 'organization', count(loose.length, 'person', 'people'), () =>
            peopleLevel(workspace, loose, 'noGroup'),
          ),
        ]),
    ...(applications.length === 0
      ? []
      : [
          heading('byApplication', 'By application', 'window', count(applications.length, 'application'), () =>
            level(applications, {
              parent: 'byApplication',
              name: nameOf,
              row: (application) => applicationRow(workspace, application),
              summary: ({ length }) => count(length, 'application'),
            }),
          ),
        ]),
  ];
}

const groupLevel = (workspace: DeclaredWorkspace, nodes: readonly GroupNode[], parent: string): readonly Row[] =>
  level(nodes, {
    parent,
    name: ({ name }) => name,
    row: (node) => groupRow(workspace, node),
    summary: ({ length }) => count(length, 'group'),
  });

function groupRow(workspace: DeclaredWorkspace, node: GroupNode): Row {
  const members = [...new Set(node.group?.members)];
  const grants = grantsOf(workspace, node.key);
  const own = grants.filter(({ holder }) => holder === node.key).length;
  const description = `${count(members.length, 'member')}, ${count(own, 'grant')}`;
  const id = `group:${node.key}`;
  const row = {
    id,
    label: node.name,
    description,
    icon: 'organization',
    tooltip: node.key,
    spoken: `Group ${node.key}, ${description}`,
    context: node.group ? 'group' : 'heading',
    subject: { kind: 'group', group: node.key },
  } as const;
  const children = (): readonly Row[] => [
    ...groupLevel(workspace, node.children, id),
    ...peopleLevel(workspace, members, id),
    ...grants.map((grant) => grantRow(id, node.key, grant)),
  ];
  const isEmpty = node.children.length + members.length + grants.length === 0;
  return isEmpty ? { ...row, children: [] } : branch(row, children);
}

interface HeldGrant {
  readonly application: DeclaredApplication;
  readonly role: string;
  /** The group itself, or the one above it that holds the grant. */
  readonly holder: string;
}

/** What members of the group may do by it: its own grants, then those of the groups above. */
function grantsOf(workspace: DeclaredWorkspace, key: string): readonly HeldGrant[] {
  const groups = new Map(workspace.groups.map((group): [string, Group] => [group.key, group]));
  return [key, ...ancestorsOf(key)].flatMap((holder) =>
    workspace.applications.flatMap((application) =>
      grantedRoles(groups.get(holder), application.key).map((role) => ({ application, role, holder })),
    ),
  );
}

function grantRow(parent: string, group: string, { application, role, holder }: HeldGrant): Row {
  const label = `${nameOf(application)}: ${role}`;
  const description = holder === group ? '' : `from ${holder}`;
  return {
    id: `${parent}/grant:${holder}:${application.key}:${role}`,
    label,
    description,
    icon: 'shield',
    spoken: `Granted ${label}${description === '' ? '' : `, ${description}`}`,
    context: 'grant',
    subject: { kind: 'group', group: holder },
    children: [],
  };
}

const peopleLevel = (workspace: DeclaredWorkspace, people: readonly string[], parent: string): readonly Row[] =>
  level(people, {
    parent,
    name: (person) => nameOfPerson(workspace, person),
    row: (person) => personRow(workspace, person, parent),
    summary: ({ length }) => count(length, 'person', 'people'),
  });

/** A person with the effective roles, from whatever group they come. */
function personRow(workspace: DeclaredWorkspace, person: string, parent: string): Row {
  const access = workspace.applications.flatMap((application) => {
    const roles = effectiveRoles(workspace, person, application.key);
    return roles.length === 0 ? [] : [{ application, roles }];
  });
  const id = `${parent}/person:${person}`;
  const label = nameOfPerson(workspace, person);
  const description = accessWords(access);
  return {
    id,
    label,
    description,
    icon: 'person',
    spoken: `${label}, ${description}`,
    context: 'person',
    subject: { kind: 'person', person },
    children: access.map(({ application, roles }) => ({
      id: `${id}/application:${application.key}`,
      label: nameOf(application),
      description: roles.join(', '),
      icon: 'window',
      spoken: `In ${nameOf(application)}: ${roles.join(', ')}`,
      context: 'person.access',
      subject: { kind: 'person', person, application: application.key },
      children: [],
    })),
  };
}

const shownAtOnce = 3;

function accessWords(access: readonly { application: DeclaredApplication; roles: readonly string[] }[]): string {
  if (access.length === 0) return 'no access';
  const words = access
    .slice(0, shownAtOnce)
    .map(({ application, roles }) => `${nameOf(application)}: ${roles.join(', ')}`);
  const more = access.length - words.length;
  return [...words, ...(more > 0 ? [`${String(more)} more`] : [])].join('; ');
}

/** An application with its roles, who holds each, and who has none. */
function applicationRow(workspace: DeclaredWorkspace, application: DeclaredApplication): Row {
  const id = `byApplication/application:${application.key}`;
  const roles = rolesOf(workspace, application);
  const label = nameOf(application);
  const description = count(roles.length, 'role');
  const row = {
    id,
    label,
    description,
    icon: 'window',
    spoken: `${label}, ${description}`,
    context: 'access.application',
  };
  return branch({ ...row, subject: { kind: 'application', application: application.key } }, () => {
    const without = workspace.people
      .map(({ key }) => key)
      .filter((person) => effectiveAccess(workspace, person, application.key).length === 0);
    return [
      ...roles.map((role) => roleRow(workspace, application, role, id)),
      ...(without.length === 0
        ? []
        : [
            heading(`${id}/without`, 'Without access', 'circle-slash', count(without.length, 'person', 'people'), () =>
              level(without, {
                parent: `${id}/without`,
                name: (person) => nameOfPerson(workspace, person),
                row: (person) => holderRow(workspace, application, person, '', `${id}/without`),
                summary: ({ length }) => count(length, 'person', 'people'),
              }),
            ),
          ]),
    ];
  });
}

function roleRow(workspace: DeclaredWorkspace, application: DeclaredApplication, role: string, parent: string): Row {
  const id = `${parent}/role:${role}`;
  const { roleDescriptions } = application;
  const description = Object.hasOwn(roleDescriptions, role) ? (roleDescriptions[role] ?? '') : '';
  const groups = workspace.groups.filter((group) => grantedRoles(group, application.key).includes(role));
  const ways = peopleOf(workspace).flatMap((person) => {
    const way = effectiveAccess(workspace, person, application.key).find((path) => path.role === role);
    return way ? [{ person, way: `by ${way.path.join(' in ')}` }] : [];
  });
  const row = { id, label: role, description, icon: 'shield', spoken: `Role ${role}, ${description}`, context: 'role' };
  return branch(row, () => [
    ...groups.map(({ key }) => ({
      id: `${id}/group:${key}`,
      label: key,
      description: 'group',
      icon: 'organization',
      spoken: `Granted to group ${key}`,
      context: 'group',
      subject: { kind: 'group' as const, group: key },
      children: [],
    })),
    ...level(ways, {
      parent: id,
      name: ({ person }) => nameOfPerson(workspace, person),
      row: ({ person, way }) => holderRow(workspace, application, person, way, id),
      summary: ({ length }) => count(length, 'person', 'people'),
    }),
  ]);
}

function holderRow(
  workspace: DeclaredWorkspace,
  application: DeclaredApplication,
  person: string,
  description: string,
  parent: string,
): Row {
  const label = nameOfPerson(workspace, person);
  return {
    id: `${parent}/person:${person}`,
    label,
    description,
    icon: 'person',
    spoken: [label, description].join(' '),
    context: 'person',
    subject: { kind: 'person', person, application: application.key },
    children: [],
  };
}

const heading = (id: string, label: string, icon: string, description: string, children: () => readonly Row[]): Row =>
  branch({ id, label, description, icon, spoken: `${label}, ${description}`, context: 'heading' }, children);

/** Declared people, then members whom the file does not describe (at another provider it need not). */
const peopleOf = ({ people, groups }: DeclaredWorkspace): readonly string[] => [
  ...new Set([...people.map(({ key }) => key), ...groups.flatMap(({ members }) => members)]),
];

/** Declared roles, then those that are granted without being declared. */
const rolesOf = ({ groups }: DeclaredWorkspace, { key, fields }: DeclaredApplication): readonly string[] => [
  ...new Set([...(fields.roles ?? []), ...groups.flatMap((group) => grantedRoles(group, key))]),
];

const nameOf = ({ key, fields }: DeclaredApplication): string => fields.name ?? key;
const nameOfPerson = ({ people }: DeclaredWorkspace, person: string): string =>
  people.find(({ key }) => key === person)?.name ?? person;
