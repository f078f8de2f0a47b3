import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Path } from './problem.ts';

/** Characters of the largest `sso.json` that is read. */
export const largestText = 5 * 1024 * 1024;
/** Objects and lists inside one another; the parser is recursive, so deeper text would end the process' stack. */
export const deepest = 100;

export type Tree =
  | { readonly kind: 'read'; readonly root: Node | undefined; readonly errors: readonly ParseError[] }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'tooDeep'; readonly offset: number };

/** Reads JSON with comments and trailing commas as far as it goes. Never throws. */
export function readTree(text: string): Tree {
  if (text.length > largestText) return { kind: 'tooLarge' };
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined) return { kind: 'tooDeep', offset: tooDeep };
  const errors: ParseError[] = [];
  // a byte order mark is a mark of the file, not of its content; a blank keeps every offset
  const content = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const root = parseTree(content, errors, { allowTrailingComma: true, allowEmptyContent: true });
  return { kind: 'read', root, errors };
}

// values of jsonc-parser's ambient `SyntaxKind`, which erasable syntax cannot read
const opens: readonly number[] = [1, 3];
const closes: readonly number[] = [2, 4];
const endOfFile = 17;

function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    if (opens.includes(kind)) depth++;
    else if (closes.includes(kind)) depth--;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return undefined;
}

export interface Place {
  /** The key's own node; absent at the root and in lists. */
  readonly key?: Node;
  /** Absent while a property is still being typed. */
  readonly value?: Node;
}

/** Where a path stands. Of a key that stands twice the first counts, as for every edit. */
export function placeOf(root: Node | undefined, path: Path): Place | undefined {
  let place: Place | undefined = root && { value: root };
  for (const segment of path) {
    if (place?.value === undefined) return undefined;
    place = childOf(place.value, segment);
  }
  return place;
}

function childOf(node: Node, segment: string | number): Place | undefined {
  if (typeof segment === 'string') return propertiesOf(node).get(segment);
  const value = node.type === 'array' ? node.children?.[segment] : undefined;
  return value && { value };
}

const indexes = new WeakMap<Node, ReadonlyMap<string, Place>>();

/** The properties of an object by name, the first of each; empty for anything else. */
export function propertiesOf(node: Node): ReadonlyMap<string, Place> {
  const known = indexes.get(node);
  if (known) return known;
  const properties = new Map<string, Place>();
  for (const { children: [key, value] = [] } of node.type === 'object' ? (node.children ?? []) : []) {
    const name = nameOf(key);
    if (key && name !== undefined && !properties.has(name)) properties.set(name, { key, ...(value && { value }) });
  }
  indexes.set(node, properties);
  return properties;
}

export const nameOf = (key: Node | undefined): string | undefined => {
  const name: unknown = key?.value;
  return typeof name === 'string' ? name : undefined;
};
