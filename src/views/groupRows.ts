import { grantedRoles, groupsOf } from '../access/effectiveAccess.ts';
import { ancestorsOf, groupTree, type GroupNode } from '../access/groupTree.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { applicationName } from './applicationName.ts';
import { branch, heading, level } from './levels.ts';
import { accessView, personRows, type AccessView } from './personRows.ts';
import { visible } from '../base/visible.ts';
import { roleRows } from './roleRows.ts';
import type { Row } from './row.ts';
import { count } from './statusWords.ts';

/** Groups as a tree with members and grants; then, seen from the other side, who may do what in each application. */
export function groupRows(workspace: DeclaredWorkspace): readonly Row[] {
  const view = accessView(workspace);
  return [...groupLevel(view, groupTree(workspace.groups), 'groups'), ...withoutGroup(view), ...roleRows(view)];
}

function withoutGroup(view: AccessView): readonly Row[] {
  const { workspace } = view;
  const people = workspace.people.map(({ key }) => key).filter((key) => groupsOf(workspace, key).length === 0);
  if (people.length === 0) return [];
  return [
    heading('noGroup', 'In no group', 'organization', count(people.length, 'person', 'people'), () =>
      personRows(view, people, 'noGroup'),
    ),
  ];
}

const groupLevel = (view: AccessView, nodes: readonly GroupNode[], parent: string): readonly Row[] =>
  level(nodes, {
    parent,
    name: ({ name }) => name,
    row: (node) => groupRow(view, node),
    summary: ({ length }) => count(length, 'group'),
  });

function groupRow(view: AccessView, node: GroupNode): Row {
  const members = [...new Set(node.group?.members)];
  const grants = grantsOf(view, node.key);
  const own = grants.filter(({ holder }) => holder === node.key).length;
  const description = `${count(members.length, 'member')}, ${count(own, 'grant')}`;
  const id = `group:${node.key}`;
  const row = {
    id,
    label: visible(node.name),
    description,
    icon: 'organization',
    tooltip: visible(node.key),
    spoken: `Group ${visible(node.key)}, ${description}`,
    context: node.group ? 'group' : 'heading',
    subject: { kind: 'group', group: node.key },
  } as const;
  const children = (): readonly Row[] => [
    ...groupLevel(view, node.children, id),
    ...personRows(view, members, id),
    ...grants.map((grant) => grantRow(id, node.key, grant)),
  ];
  const open = view.workspace.groups.length <= fewGroups;
  const isEmpty = node.children.length + members.length + grants.length === 0;
  return isEmpty ? { ...row, children: [] } : branch({ ...row, open }, children);
}

/** Up to this many are shown open at first: one looks at them to see who may do what. */
const fewGroups = 20;

interface HeldGrant {
  readonly application: DeclaredApplication;
  readonly role: string;
  /** The group itself, or the one above it that holds the grant. */
  readonly holder: string;
}

/** What members of the group may do by it: its own grants, then those of the groups above. */
function grantsOf(view: AccessView, key: string): readonly HeldGrant[] {
  return [key, ...ancestorsOf(key)].flatMap((holder) =>
    view.workspace.applications.flatMap((application) =>
      grantedRoles(view.groups.get(holder), application.key).map((role) => ({ application, role, holder })),
    ),
  );
}

function grantRow(parent: string, group: string, { application, role, holder }: HeldGrant): Row {
  const label = `${applicationName(application)}: ${visible(role)}`;
  const description = holder === group ? 'granted' : `granted by ${visible(holder)}`;
  return {
    id: `${parent}/grant:${holder}:${application.key}:${role}`,
    label,
    description,
    icon: 'shield',
    spoken: `${label}, ${description}`,
    context: 'grant',
    subject: { kind: 'group', group: holder },
    children: [],
  };
}
