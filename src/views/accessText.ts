import { effectiveAccess, grantedRoles, groupsOf, type AccessPath } from '../access/effectiveAccess.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { applicationName } from './applicationName.ts';
import { markdownText } from './plainText.ts';

/**
 * A Markdown document on what `person` may do, in one application or in all (both by key): for each role the path that
 * leads to it, and where there is no access, why not and what would give it.
 */
export function explainAccess(workspace: DeclaredWorkspace, person: string, application?: string): string {
  const name = nameOfPerson(workspace, person);
  const applications = workspace.applications.filter(
    ({ key }) => key === application || (application === undefined && hasAccess(workspace, key)),
  );
  const parts = applications.map((each) =>
    [`## ${markdownText(applicationName(each))}`, '', ...explain(workspace, person, name, each)].join('\n'),
  );
  return [
    `# Access of ${markdownText(name)}`,
    '',
    `As \`sso.json\` declares it for the environment ${markdownText(workspace.environment.name)}. A grant takes effect at the provider once it is applied.`,
    '',
    membership(workspace, person, name),
    '',
    parts.length > 0 ? parts.join('\n\n') : 'No application defines roles.',
    '',
  ].join('\n');
}

/** Applications with neither roles nor grants leave nothing to explain. */
function hasAccess(workspace: DeclaredWorkspace, application: string): boolean {
  const roles = workspace.applications.find(({ key }) => key === application)?.fields.roles ?? [];
  return roles.length > 0 || workspace.groups.some((group) => grantedRoles(group, application).length > 0);
}

function membership(workspace: DeclaredWorkspace, person: string, name: string): string {
  const groups = groupsOf(workspace, person).map(({ key }) => markdownText(key));
  if (groups.length > 0) return `Member of ${groups.join(', ')}.`;
  const isDeclared = workspace.people.some(({ key }) => key === person);
  return isDeclared ? `${markdownText(name)} is in no group.` : `sso.json declares no person ${markdownText(person)}.`;
}

function explain(
  workspace: DeclaredWorkspace,
  person: string,
  name: string,
  application: DeclaredApplication,
): readonly string[] {
  const paths = effectiveAccess(workspace, person, application.key);
  if (paths.length === 0) return whyNot(workspace, person, name, application);
  const byRole = Map.groupBy(paths, ({ role }) => role);
  return [...byRole].flatMap(([role, ways]) => [
    `- **${markdownText(role)}**${meaning(application, role)}`,
    ...ways.map((way) => `  - ${wayWords(name, way)}`),
  ]);
}

/** Alice -> member of sales/leads -> which lies in sales -> which is granted clerk. */
function wayWords(name: string, { role, path: [own, ...parents] }: AccessPath): string {
  const steps = [
    markdownText(name),
    `member of ${markdownText(own)}`,
    ...parents.map((parent) => `which lies in ${markdownText(parent)}`),
    `which is granted ${markdownText(role)}`,
  ];
  return steps.join(' → ');
}

function whyNot(
  workspace: DeclaredWorkspace,
  person: string,
  name: string,
  application: DeclaredApplication,
): readonly string[] {
  const title = markdownText(applicationName(application));
  const groups = groupsOf(workspace, person);
  const holders = workspace.groups.flatMap((group) => {
    const roles = grantedRoles(group, application.key);
    return roles.length === 0 ? [] : [`${markdownText(group.key)} (${roles.map(markdownText).join(', ')})`];
  });
  const cause =
    groups.length === 0
      ? `${markdownText(name)} is in no group, and roles come from groups only.`
      : `None of the groups of ${markdownText(name)}, nor a group above them, is granted a role in ${title}.`;
  const remedy =
    holders.length === 0
      ? `No group is granted a role in ${title} at all.`
      : `Membership of one of these would give access: ${holders.join(', ')}.`;
  return ['**No access.**', '', cause, '', remedy];
}

function meaning({ roleDescriptions }: DeclaredApplication, role: string): string {
  const words = Object.hasOwn(roleDescriptions, role) ? roleDescriptions[role] : undefined;
  return words === undefined || words === '' ? '' : `: ${markdownText(words)}`;
}

const nameOfPerson = ({ people }: DeclaredWorkspace, person: string): string =>
  people.find(({ key }) => key === person)?.name ?? person;
