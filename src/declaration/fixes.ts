import { createScanner, type Node } from 'jsonc-parser';
import type { Fix, Path, Remedy, TextEdit } from './problem.ts';
import { placeOf } from './tree.ts';

/**
 * Turns a remedy into edits of the text, looking only at the neighbourhood, since thousands may be wanted at once.
 * Undefined when the place is not complete enough to be edited.
 */
export function fixOf(text: string, root: Node, path: Path, remedy: Remedy & { title: string }): Fix | undefined {
  const place = placeOf(root, path);
  const edits = ((): readonly TextEdit[] | undefined => {
    switch (remedy.kind) {
      case 'remove':
        return removal(text, place?.key?.parent ?? place?.value);
      case 'rename':
        return replacement(place?.key, remedy.to);
      case 'replace':
        return replacement(place?.value, remedy.by);
      case 'add':
        return addition(text, placeOf(root, remedy.to)?.value, remedy.key, remedy.value);
    }
  })();
  return edits && { title: remedy.title, edits };
}

const replacement = (node: Node | undefined, by: unknown): readonly TextEdit[] | undefined =>
  node && [{ offset: node.offset, length: node.length, content: JSON.stringify(by) }];

/** Takes a property or a list's element out, with the comma that would be left over. */
export function removal(text: string, node: Node | undefined): readonly TextEdit[] | undefined {
  const siblings = node?.parent?.children;
  if (!node || !siblings) return undefined;
  const index = siblings.indexOf(node);
  const next = siblings[index + 1];
  if (next) return [{ offset: node.offset, length: next.offset - node.offset, content: '' }];
  const before = siblings[index - 1];
  const start = before ? endOf(before) : node.offset;
  return [{ offset: start, length: (commaAfter(text, node) ?? endOf(node)) - start, content: '' }];
}

/** Adds a property as the last, on a line of its own where the last one has one, before nobody's comment. */
function addition(text: string, owner: Node | undefined, key: string, value: unknown): readonly TextEdit[] | undefined {
  if (owner?.type !== 'object') return undefined;
  const property = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const last = owner.children?.at(-1);
  if (!last) return [{ offset: owner.offset + 1, length: 0, content: ` ${property} ` }];
  const comma = commaAfter(text, last);
  const end = comma ?? endOf(last);
  const comment = /^[ \t]*\/\/[^\r\n]*/.exec(text.slice(end, end + 1000))?.[0] ?? '';
  const added = { offset: end + comment.length, length: 0, content: spaceBefore(text, last) + property };
  if (comma !== undefined) return [added];
  return comment === ''
    ? [{ ...added, content: `,${added.content}` }]
    : [{ offset: end, length: 0, content: ',' }, added];
}

/** The line break and indent before a node that begins its line, else a blank. */
function spaceBefore(text: string, node: Node): string {
  const lineStart = text.lastIndexOf('\n', node.offset) + 1;
  const indent = text.slice(lineStart, node.offset);
  if (lineStart === 0 || indent.trim() !== '') return ' ';
  return (text[lineStart - 2] === '\r' ? '\r\n' : '\n') + indent;
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
