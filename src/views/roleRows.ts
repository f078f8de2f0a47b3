import { effectiveAccess, grantedRoles } from '../access/effectiveAccess.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { applicationName } from './applicationName.ts';
import { branch, heading, level } from './levels.ts';
import { peopleLevel, type AccessView } from './personRows.ts';
import { visible } from '../base/visible.ts';
import type { Row } from './row.ts';
import { count } from './statusWords.ts';

/** Who may do what, seen from the applications: roles with the groups and people that hold them, and who holds none. */
export function roleRows(view: AccessView): readonly Row[] {
  const { workspace } = view;
  const applications = workspace.applications.filter((application) => rolesOf(workspace, application).length > 0);
  if (applications.length === 0) return [];
  return [
    heading('byApplication', 'By application', 'window', count(applications.length, 'application'), () =>
      level(applications, {
        parent: 'byApplication',
        name: applicationName,
        row: (application) => applicationRow(view, application),
        summary: ({ length }) => count(length, 'application'),
      }),
    ),
  ];
}

/** An application with its roles, who holds each, and who has none. */
function applicationRow(view: AccessView, application: DeclaredApplication): Row {
  const id = `byApplication/application:${application.key}`;
  const roles = rolesOf(view.workspace, application);
  const label = applicationName(application);
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
    const without = view.workspace.people
      .map(({ key }) => key)
      .filter((person) => effectiveAccess(view.workspace, person, application.key).length === 0);
    return [
      ...roles.map((role) => roleRow(view, application, role, id)),
      ...(without.length === 0
        ? []
        : [
            heading(`${id}/without`, 'Without access', 'circle-slash', count(without.length, 'person', 'people'), () =>
              peopleLevel(view, without, `${id}/without`, (person) =>
                holderRow(view, application, person, '', `${id}/without`),
              ),
            ),
          ]),
    ];
  });
}

function roleRow(view: AccessView, application: DeclaredApplication, role: string, parent: string): Row {
  const id = `${parent}/role:${role}`;
  const { roleDescriptions } = application;
  const description = Object.hasOwn(roleDescriptions, role) ? visible(roleDescriptions[role] ?? '') : '';
  const groups = view.workspace.groups.filter((group) => grantedRoles(group, application.key).includes(role));
  const ways = peopleOf(view.workspace).flatMap((person) => {
    const way = effectiveAccess(view.workspace, person, application.key).find((path) => path.role === role);
    return way ? [{ person, way: visible(`via ${way.path.join(', in ')}`) }] : [];
  });
  const row = {
    id,
    label: visible(role),
    description,
    icon: 'shield',
    spoken: `Role ${visible(role)}, ${description}`,
    context: 'role',
  };
  return branch(row, () => [
    ...groups.map(({ key }) => ({
      id: `${id}/group:${key}`,
      label: visible(key),
      description: 'group',
      icon: 'organization',
      spoken: `Granted to group ${visible(key)}`,
      context: 'group',
      subject: { kind: 'group' as const, group: key },
      children: [],
    })),
    ...level(ways, {
      parent: id,
      name: ({ person }) => view.nameOf(person),
      row: ({ person, way }) => holderRow(view, application, person, way, id),
      summary: ({ length }) => count(length, 'person', 'people'),
    }),
  ]);
}

function holderRow(
  view: AccessView,
  application: DeclaredApplication,
  person: string,
  description: string,
  parent: string,
): Row {
  const label = view.nameOf(person);
  return {
    id: `${parent}/person:${person}`,
    label,
    description,
    icon: 'person',
    spoken: [label, description].filter((words) => words !== '').join(', '),
    context: 'person',
    subject: { kind: 'person', person, application: application.key },
    children: [],
  };
}

/** Declared people, then members whom the file does not describe (at another provider it need not). */
const peopleOf = ({ people, groups }: DeclaredWorkspace): readonly string[] => [
  ...new Set([...people.map(({ key }) => key), ...groups.flatMap(({ members }) => members)]),
];

/** Declared roles, then those that are granted without being declared. */
const rolesOf = ({ groups }: DeclaredWorkspace, { key, fields }: DeclaredApplication): readonly string[] => [
  ...new Set([...(fields.roles ?? []), ...groups.flatMap((group) => grantedRoles(group, key))]),
];
