import { effectiveRoles } from '../access/effectiveAccess.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { Group } from '../model/people.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { applicationName } from './applicationName.ts';
import { level } from './levels.ts';
import { visible } from '../base/visible.ts';
import type { Row } from './row.ts';
import { count } from './statusWords.ts';

/** The workspace, with what its rows look up again and again. */
export interface AccessView {
  readonly workspace: DeclaredWorkspace;
  readonly groups: ReadonlyMap<string, Group>;
  /** The person's name, or the key where the file does not describe the person (at another provider it need not). */
  readonly nameOf: (person: string) => string;
}

export function accessView(workspace: DeclaredWorkspace): AccessView {
  const names = new Map(workspace.people.map(({ key, name }) => [key, name]));
  return {
    workspace,
    groups: new Map(workspace.groups.map((group) => [group.key, group])),
    nameOf: (person) => visible(names.get(person) ?? person),
  };
}

/** People, each with the effective roles, from whatever group they come. */
export const personRows = (view: AccessView, people: readonly string[], parent: string): readonly Row[] =>
  peopleLevel(view, people, parent, (person) => personRow(view, person, parent));

export const peopleLevel = (
  view: AccessView,
  people: readonly string[],
  parent: string,
  row: (person: string) => Row,
): readonly Row[] =>
  level(people, { parent, name: view.nameOf, row, summary: ({ length }) => count(length, 'person', 'people') });

function personRow(view: AccessView, person: string, parent: string): Row {
  const access = view.workspace.applications.flatMap((application) => {
    const roles = effectiveRoles(view.workspace, person, application.key);
    return roles.length === 0 ? [] : [{ application, roles }];
  });
  const id = `${parent}/person:${person}`;
  const label = view.nameOf(person);
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
      label: applicationName(application),
      description: visible(roles.join(', ')),
      icon: 'window',
      spoken: `In ${applicationName(application)}: ${visible(roles.join(', '))}`,
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
    .map(({ application, roles }) => `${applicationName(application)}: ${visible(roles.join(', '))}`);
  const more = access.length - words.length;
  return [...words, ...(more > 0 ? [`${String(more)} more`] : [])].join('; ');
}
