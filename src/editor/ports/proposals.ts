import * as vscode from 'vscode';
import type { Files, Proposals, ProposedFile } from '../../ports.ts';

/**
 * File changes through Refactor Preview. The preview opens because of one entry that needs confirmation and changes
 * nothing; entries that need it themselves would start unticked. What was made is read from the files afterwards, since
 * the editor's answer does not say which entries stayed ticked.
 */
export function proposalsIn(root: vscode.Uri | undefined, files: Files): Proposals {
  return {
    async review(title, proposed) {
      if (!root || proposed.length === 0) return false;
      const edit = new vscode.WorkspaceEdit();
      for (const file of proposed) propose(edit, root, title, file);
      const [first] = proposed;
      if (first) askFirst(edit, root, first);
      if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return false;
      await vscode.workspace.saveAll(false);
      const made = await Promise.all(proposed.map(async ({ path, after }) => (await files.read(path)) === after));
      return made.every(Boolean);
    },
  };
}

function propose(edit: vscode.WorkspaceEdit, root: vscode.Uri, title: string, file: ProposedFile): void {
  const uri = vscode.Uri.joinPath(root, file.path);
  const metadata = { label: title, description: file.why, needsConfirmation: false };
  if (file.before === undefined) {
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(file.after) }, metadata);
    return;
  }
  const { start, end, replacement } = changedRange(file.before, file.after);
  edit.replace(
    uri,
    new vscode.Range(positionIn(file.before, start), positionIn(file.before, end)),
    replacement,
    metadata,
  );
}

function askFirst(edit: vscode.WorkspaceEdit, root: vscode.Uri, file: ProposedFile): void {
  const metadata = { label: 'Review, then Apply', description: 'nothing is changed before', needsConfirmation: true };
  const start = new vscode.Position(0, 0);
  edit.insert(vscode.Uri.joinPath(root, file.path), start, '', metadata);
}

/** The smallest stretch that differs, so that the preview shows the change and not the file. */
function changedRange(before: string, after: string): { start: number; end: number; replacement: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start, end: before.length - tail, replacement: after.slice(start, after.length - tail) };
}

function positionIn(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}
