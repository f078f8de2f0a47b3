import { createScanner, type Node } from 'jsonc-parser';
import type { TextEdit } from './problem.ts';

/*
 * Edits that look only at the neighbourhood of a node: thousands may be wanted for one text, and a comment behind a line
 * stays with its line (the library's `modify` reads the whole text each time and pushes such a comment to the new line).
 */

export const replacement = (node: Node, by: unknown, text: string): readonly TextEdit[] => [
  { offset: node.offset, length: node.length, content: printedLike(text, node, by) },
];

const printedLike = (text: string, { offset, length }: Node, value: unknown): string =>
  printed(value, { ...layoutAt(text, { offset }), oneLine: !text.slice(offset, offset + length).includes('\n') });

/** Takes a property or a list's element out, with the comma that would be left over. Undefined for the whole file. */
export function removal(text: string, node: Node): readonly TextEdit[] | undefined {
  const siblings = node.parent?.children;
  if (!siblings) return undefined;
  const index = siblings.indexOf(node);
  const next = siblings[index + 1];
  if (next) return [{ offset: node.offset, length: next.offset - node.offset, content: '' }];
  const before = siblings[index - 1];
  const start = before ? endOf(before) : node.offset;
  return [{ offset: start, length: (commaAfter(text, node) ?? endOf(node)) - start, content: '' }];
}

/** Adds a property to an object, or, without a key, an element to a list; as the last, laid out as the one before it. */
export function addition(text: string, owner: Node, key: string | undefined, value: unknown): readonly TextEdit[] {
  const last = owner.children?.at(-1);
  const layout = layoutAt(text, last ?? owner);
  const print = (at: Layout): string => (key === undefined ? '' : `${JSON.stringify(key)}: `) + printed(value, at);
  if (!last) return [intoEmpty(text, owner, layout, print)];
  const comma = commaAfter(text, last);
  const end = comma ?? endOf(last);
  const comment = /^[ \t]*\/\/[^\r\n]*/.exec(text.slice(end, end + longestComment))?.[0] ?? '';
  const space = layout.ownLine || comment !== '' ? layout.newLine + layout.indent : ' ';
  const like = { ...layout, oneLine: !space.includes(layout.newLine) };
  const added = { offset: end + comment.length, length: 0, content: space + print(like) };
  if (comma !== undefined) return [added];
  if (comment !== '') return [{ offset: end, length: 0, content: ',' }, added];
  return [{ ...added, content: `,${added.content}` }];
}

const longestComment = 10_000;

function intoEmpty(text: string, owner: Node, layout: Layout, print: (layout: Layout) => string): TextEdit {
  const offset = owner.offset + 1;
  const inside = text.slice(offset, endOf(owner) - 1);
  if (owner.type === 'array') return { offset, length: 0, content: print(layout) };
  const indent = layout.indent + layout.unit;
  const content = layout.newLine + indent + print({ ...layout, indent });
  if (inside.trim() !== '') return { offset, length: 0, content }; // a comment, which keeps its place
  return { offset, length: inside.length, content: content + layout.newLine + layout.indent };
}

interface Layout {
  /** What stands before the line that the node is on. */
  readonly indent: string;
  readonly unit: string;
  readonly newLine: string;
  /** Whether nothing but blanks stands before the node on its line. */
  readonly ownLine: boolean;
  /** Whether objects are printed on one line. */
  readonly oneLine?: boolean;
}

function layoutAt(text: string, { offset }: Pick<Node, 'offset'>): Layout {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  const unit = /^(?: {1,8}|\t)(?=["/])/m.exec(text.slice(0, 2000))?.[0] ?? '  ';
  const newLine = text.slice(0, 100_000).includes('\r\n') ? '\r\n' : '\n';
  return { indent, unit, newLine, ownLine: lineStart > 0 && indent === before };
}

/** Objects over several lines, lists on one, as people write this file. */
function printed(value: unknown, layout: Layout): string {
  if (Array.isArray(value)) return `[${value.map((element) => printed(element, layout)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = { ...layout, indent: layout.indent + layout.unit };
  const properties = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${printed(part, inner)}`);
  if (properties.length === 0) return '{}';
  if (layout.oneLine) return `{ ${properties.join(', ')} }`;
  const { newLine } = layout;
  return `{${newLine}${properties.map((property) => inner.indent + property).join(`,${newLine}`)}${newLine}${layout.indent}}`;
}

// `SyntaxKind.CommaToken` of jsonc-parser, an ambient enum that erasable syntax cannot read
const commaToken = 5;

/** The offset behind the comma that follows a node. */
function commaAfter(text: string, node: Node): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(endOf(node));
  const kind: number = scanner.scan();
  return kind === commaToken ? scanner.getPosition() : undefined;
}

const endOf = (node: Node): number => node.offset + node.length;
