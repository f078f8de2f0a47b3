import type { Node } from 'jsonc-parser';
import { SsoError } from '../base/ssoError.ts';
import type { Path, TextEdit } from './problem.ts';
import type { ApplicationShape } from './shape.ts';
import { addition, removal, replacement } from './textEdits.ts';
import { placeOf, readTree } from './tree.ts';

/**
 * Edits of `sso.json` that set the value at a path, with the objects that lead to it; comments and layout of everything
 * else stay. `undefined` removes what is there. A number one past the end of a list adds to it.
 * Fails with `declaration.invalid` where the text has syntax errors, or something other than an object is in the way.
 */
export function setValue(text: string, path: Path, value: unknown): readonly TextEdit[] {
  const root = editableRoot(text);
  if (!root) return value === undefined ? [] : [{ offset: text.length, length: 0, content: fromNothing(path, value) }];
  const present = placeOf(root, path);
  if (present?.value) {
    const { key, value: node } = present;
    return value === undefined ? (removal(text, key?.parent ?? node) ?? []) : replacement(node, value, text);
  }
  if (value === undefined) return [];
  // the longest part of the path that is there gets the rest of it
  let depth = path.length - 1;
  while (depth > 0 && !placeOf(root, path.slice(0, depth))?.value) depth--;
  const owner = placeOf(root, path.slice(0, depth))?.value;
  const segment = path[depth];
  const content = nested(path.slice(depth + 1), value);
  if (owner?.type === 'object' && typeof segment === 'string') return addition(text, owner, segment, content);
  if (owner?.type === 'array' && segment === (owner.children ?? []).length) {
    return addition(text, owner, undefined, content);
  }
  throw invalid(`sso.json has something else where ${path.slice(0, depth + 1).join('.')} should be.`);
}

/** The text after edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((one, other) => other.offset - one.offset)
    .reduce((rest, { offset, length, content }) => rest.slice(0, offset) + content + rest.slice(offset + length), text);
}

/** The text with a local environment at a port. A file that declares no environment has one all the same: its provider is written too. */
export const withLocalPort = (text: string, environment: string, port: number): string =>
  Object.entries({ provider: 'local', port }).reduce(
    (changed, [key, value]) => applyEdits(changed, setValue(changed, ['environments', environment, key], value)),
    text,
  );

/** What may be added to an application by a command; the same words as in the file. */
export type ApplicationAdditions = {
  readonly [Field in Exclude<keyof ApplicationShape, 'in' | 'uses' | 'scopes'>]?: Given<ApplicationShape[Field]>;
};
type Given<Value> = Value extends readonly (infer Element)[] ? readonly Element[] : Value;

/**
 * The text with an application that has at least these fields. What it already says stays: lists are joined, of roles and
 * URLs only new ones are added, and single values are set only where they differ. Declares the application when it is new.
 */
export function addToApplication(text: string, key: string, additions: ApplicationAdditions): string {
  return Object.entries(additions).reduce((changed, [field, value]) => {
    const path = ['applications', key, field];
    if (Array.isArray(value)) return addMissing(changed, path, value);
    if (typeof value !== 'object') return set(changed, path, value);
    return Object.entries(value).reduce(
      (further, [name, part]) => (isThere(further, [...path, name]) ? further : set(further, [...path, name], part)),
      changed,
    );
  }, text);
}

function addMissing(text: string, path: Path, values: readonly string[]): string {
  const list = placeOf(editableRoot(text), path)?.value;
  if (list?.type !== 'array') return set(text, path, values);
  const present = (list.children ?? []).map(({ value }): unknown => value);
  return values
    .filter((value) => !present.includes(value))
    .reduce((changed, value, index) => set(changed, [...path, present.length + index], value), text);
}

function set(text: string, path: Path, value: unknown): string {
  const present = placeOf(editableRoot(text), path)?.value;
  return present && present.value === value ? text : applyEdits(text, setValue(text, path, value));
}

const isThere = (text: string, path: Path): boolean => placeOf(editableRoot(text), path)?.value !== undefined;

function editableRoot(text: string): Node | undefined {
  const tree = readTree(text);
  if (tree.kind !== 'read' || tree.errors.length > 0) {
    throw invalid('sso.json has errors, so it was not changed.');
  }
  return tree.root;
}

const fromNothing = (path: Path, value: unknown): string => `${JSON.stringify(nested(path, value), undefined, 2)}\n`;

const nested = (path: Path, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, segment) => (typeof segment === 'number' ? [inner] : { [segment]: inner }), value);

const invalid = (message: string): SsoError =>
  new SsoError('declaration.invalid', { message, hint: 'Look at its problems in the Problems view, then try again.' });
