import type { Finding, Path } from '../problem.ts';
import { defaultClientId } from '../resolve.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { applicationsSaid, error, information } from './walk.ts';

/** Every name says something. */
export const emptyNames: Rule = function* ({ file }) {
  for (const section of ['environments', 'applications', 'people'] as const) {
    if (file[section] && Object.hasOwn(file[section], '')) yield invalidName([section, ''], 'A name is not empty.');
  }
  for (const { path, fields } of applicationsSaid(file)) {
    if (fields.roles && Object.hasOwn(fields.roles, '')) {
      yield invalidName([...path, 'roles', ''], 'A name is not empty.');
    }
  }
};

/** The path in a group's name is its place in the tree. */
export const groupNames: Rule = function* ({ file, names }) {
  for (const name of Object.keys(file.groups ?? {})) {
    const parts = name.split('/');
    if (parts.includes('')) {
      const meant = parts.filter((part) => part !== '').join('/');
      const finding = invalidName(['groups', name], 'A group is named as in "sales" or "sales/leads".');
      const isFree = meant !== '' && !names.groups.has(meant);
      yield isFree
        ? { ...finding, remedy: () => ({ kind: 'rename', to: meant, title: `Rename to "${meant}"` }) }
        : finding;
      continue;
    }
    const parent = parts.slice(0, -1).join('/');
    if (parent === '' || names.groups.has(parent)) continue;
    yield information({
      code: 'parent.undeclared',
      message: `The group "${shortened(parent)}" is not declared. It exists, without members and grants of its own.`,
      path: ['groups', name],
      on: 'key',
      remedy: () => ({ kind: 'add', to: ['groups'], key: parent, value: {}, title: `Declare "${shortened(parent)}"` }),
    });
  }
};

/** A word of printable ASCII without quotes and backslashes (RFC 6749, 3.3). */
export const isScope = (text: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);

/** What an API calls its scopes can be asked for. */
export const scopeNames: Rule = function* ({ file }) {
  for (const { path, fields } of applicationsSaid(file)) {
    for (const scope of Object.keys(fields.scopes ?? {})) {
      if (isScope(scope)) continue;
      yield invalidName([...path, 'scopes', scope], 'A scope is one word without blanks, quotes and backslashes.');
    }
  }
};

/** In one environment every application has a client id of its own, and none has that of the developer's sign-in. */
export const clientIds: Rule = function* ({ file }) {
  for (const environment of Object.keys(file.environments ?? { local: undefined })) {
    const owners = new Map([[defaultClientId, 'the sign-in of SSO Toolkit']]);
    for (const [key, { in: overrides }] of Object.entries(file.applications ?? {})) {
      const own = overrides?.[environment]?.clientId;
      const clientId = own ?? key;
      const other = owners.get(clientId);
      owners.set(clientId, other ?? `"${shortened(key)}"`);
      if (other === undefined) continue;
      yield error({
        code: 'clientId.duplicate',
        message: `The client id "${shortened(clientId)}" belongs to ${other} already.`,
        path: own === undefined ? ['applications', key] : ['applications', key, 'in', environment, 'clientId'],
        on: own === undefined ? 'key' : 'value',
      });
    }
  }
};

const invalidName = (path: Path, message: string): Finding => error({ code: 'name.invalid', message, path, on: 'key' });
