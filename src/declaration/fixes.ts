import type { Node } from 'jsonc-parser';
import type { Fix, Path, Remedy, TextEdit, TitledRemedy } from './problem.ts';
import { addition, removal, replacement } from './textEdits.ts';
import { placeOf } from './tree.ts';

/** Turns a remedy into edits of the text. Undefined when the place is not complete enough to be edited. */
export function fixOf(text: string, root: Node, path: Path, remedy: TitledRemedy | undefined): Fix | undefined {
  if (!remedy) return undefined;
  const edits = editsOf(text, root, path, remedy);
  return edits && { title: remedy.title, edits };
}

function editsOf(text: string, root: Node, path: Path, remedy: Remedy): readonly TextEdit[] | undefined {
  const { key, value } = placeOf(root, path) ?? {};
  switch (remedy.kind) {
    case 'remove': {
      const node = key?.parent ?? value;
      return node && removal(text, node);
    }
    case 'rename':
      return key && replacement(key, remedy.to, text);
    case 'replace':
      return value && replacement(value, remedy.by, text);
    case 'add': {
      const owner = placeOf(root, remedy.to)?.value;
      return owner?.type === 'object' ? addition(text, owner, remedy.key, remedy.value) : undefined;
    }
  }
}
