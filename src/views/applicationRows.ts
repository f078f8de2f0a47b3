/**
 * Views are functions from what is known to rows and text. They must never name the editor, ask a provider, or decide.
 */
import type { DeclaredApplication } from '../model/application.ts';
import type { Connection } from '../model/connection.ts';
import type { Operation } from '../model/operation.ts';
import type { Difference, SyncStatus } from '../model/syncStatus.ts';
import type { Standing } from '../sync/plan.ts';
import { applicationName } from './applicationName.ts';
import { changesOf, differenceWords } from './differenceWords.ts';
import { branch, level } from './levels.ts';
import { visible } from '../base/visible.ts';
import type { Row } from './row.ts';
import { count, operationWords, statusColour, statusIcon, statusNow, statusWords } from './statusWords.ts';
import { span } from './timeWords.ts';

export interface ApplicationsView {
  readonly standings: readonly Standing[];
  /** Name of the environment in use. */
  readonly environment: string;
  readonly connection: Connection;
  readonly lastRead?: Date | undefined;
  readonly now: Date;
  /** By application key. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** The declared applications with how each stands at the provider in use, and below each what it is made of. */
export function applicationRows(view: ApplicationsView): readonly Row[] {
  return level(view.standings, {
    parent: 'applications',
    name: ({ declared }) => applicationName(declared),
    row: (standing) => applicationRow(view, standing),
    summary: (standings) => summary(view, standings),
  });
}

function applicationRow(view: ApplicationsView, { declared, found, status: last }: Standing): Row {
  const status = statusNow(last, view.connection);
  const operation = view.operations.get(declared.key);
  const label = applicationName(declared);
  const description = [statusWords(status), operationWords(operation)].filter((words) => words !== '').join(', ');
  const colour = operation?.kind === 'failed' ? 'list.errorForeground' : statusColour(status);
  const row = {
    id: idOf(declared),
    label,
    description,
    icon: iconOf(status, operation),
    ...(colour !== undefined && { colour }),
    tooltip: tooltip(view, declared, status, found.kind === 'found' && !found.application.ours),
    spoken: `${label}, ${description}`,
    context: `application.${status.kind}${declared.urls.length > 0 ? '.open' : ''}`,
    subject: { kind: 'application', application: declared.key },
  } as const;
  return branch(row, () => [
    ...(status.kind === 'outOfSync' ? status.differences.map((difference) => differenceRow(declared, difference)) : []),
    ...parts(declared, status),
  ]);
}

function differenceRow(application: DeclaredApplication, difference: Difference): Row {
  const description = differenceWords(difference);
  return {
    id: `${idOf(application)}/difference:${difference.field}`,
    label: difference.field,
    description,
    icon: 'diff-modified',
    tooltip: `Declared:\n${lines(difference.declared)}\n\nRegistered:\n${lines(difference.registered)}`,
    spoken: `${difference.field} differ: ${description}`,
    context: 'difference',
    subject: { kind: 'application', application: application.key },
    children: [],
  };
}

/** What the application is made of: lists with what differs in them, then single values. */
function parts(application: DeclaredApplication, status: SyncStatus): readonly Row[] {
  const { fields, clientId, roleDescriptions } = application;
  const id = idOf(application);
  const list = (label: string, icon: string, values: readonly string[] | undefined, leaf: Leaf): readonly Row[] => {
    const difference =
      status.kind === 'outOfSync' ? status.differences.find(({ field }) => field === label) : undefined;
    const differing = difference && changesOf(difference);
    const added = new Set(differing?.added);
    const parent = `${id}/${label}`;
    const shown = [
      ...(values ?? []).map((value) => leaf(parent, value, added.has(value) ? 'not registered' : '')),
      ...(differing?.removed ?? []).map((value) => leaf(parent, value, 'not declared')),
    ];
    return shown.length === 0 ? [] : [listRow(parent, label, icon, shown)];
  };
  const value: Leaf = (parent, text, note) => valueRow(`${parent}/${note}:${text}`, text, note, 'link');
  const role: Leaf = (parent, name, note) => {
    const meaning = Object.hasOwn(roleDescriptions, name) ? (roleDescriptions[name] ?? '') : '';
    const description = visible([meaning, note].filter((words) => words !== '').join(', '));
    return { ...valueRow(`${parent}/${note}:${name}`, name, description, 'shield'), context: 'role' };
  };
  return [
    ...list('Redirect URIs', 'references', fields.redirectUris, value),
    ...list('Post-logout redirect URIs', 'references', fields.postLogoutRedirectUris, value),
    ...list('Roles', 'shield', fields.roles, role),
    ...list('Scopes', 'symbol-key', fields.scopes, value),
    ...(fields.audience === undefined ? [] : [single(`${id}/audience`, 'Audience', fields.audience)]),
    single(`${id}/clientId`, 'Client ID', clientId),
  ];
}

/** `note` says how a value differs; empty where it does not. */
type Leaf = (parent: string, value: string, note: string) => Row;

function listRow(id: string, label: string, icon: string, leaves: readonly Row[]): Row {
  const description = String(leaves.length);
  const row = { id, label, description, icon, spoken: `${label}, ${description}`, context: 'list' };
  return branch(row, () =>
    level(leaves, {
      parent: id,
      name: (leaf) => leaf.label,
      row: (leaf) => leaf,
      summary: ({ length }) => String(length),
    }),
  );
}

function valueRow(id: string, text: string, description: string, icon: string): Row {
  const label = visible(text);
  const spoken = description === '' ? label : `${label}, ${description}`;
  const subject = { kind: 'text', text } as const;
  return { id, label, description, icon, spoken, context: 'value', subject, children: [] };
}

const single = (id: string, label: string, text: string): Row => ({
  ...valueRow(id, label, visible(text), 'symbol-string'),
  subject: { kind: 'text', text },
});

function iconOf(status: SyncStatus, operation: Operation | undefined): string {
  if (operation?.kind === 'applying') return 'loading~spin';
  return operation?.kind === 'failed' ? 'error' : statusIcon(status);
}

function tooltip(view: ApplicationsView, declared: DeclaredApplication, status: SyncStatus, foreign: boolean): string {
  const { environment, lastRead, now, connection } = view;
  return [
    `${applicationName(declared)} in ${environment}: ${statusWords(status)}`,
    ...(foreign ? ['The registration was made elsewhere'] : []),
    ...(connection.kind === 'unreachable' ? [connection.cause] : []),
    lastRead ? `Last read ${span(lastRead, now)}` : 'Not read yet',
  ].join('\n');
}

function summary(view: ApplicationsView, standings: readonly Standing[]): string {
  const others = standings.filter(({ status }) => statusNow(status, view.connection).kind !== 'synced').length;
  return `${count(standings.length, 'application')}${others === 0 ? ', synced' : `, ${String(others)} not synced`}`;
}

const lines = (canonical: string): string =>
  canonical === '' ? 'nothing' : canonical.split('\n').map(visible).join('\n');
const idOf = ({ key }: DeclaredApplication): string => `application:${key}`;
