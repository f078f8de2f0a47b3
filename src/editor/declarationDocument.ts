import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables.ts';
import { declarationFile } from '../commands/names.ts';
import { Emitter } from '../base/emitter.ts';

/** The folder whose `sso.json` counts: the first that has one, else the first. */
export async function workspaceRoot(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const { uri } of folders) {
    if (await exists(vscode.Uri.joinPath(uri, declarationFile))) return uri;
  }
  return folders[0]?.uri;
}

/** True for the `sso.json` at the root of a workspace folder. */
export function isDeclaration({ uri }: vscode.TextDocument): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(
    (folder) => vscode.Uri.joinPath(folder.uri, declarationFile).toString() === uri.toString(),
  );
}

/** Tells when the saved `sso.json` of `root` appears, changes or goes, whoever did it. */
export class DeclarationWatch implements vscode.Disposable {
  private readonly changed = new Emitter<undefined>();
  private readonly parts: readonly Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(root: vscode.Uri) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, declarationFile));
    const tell = () => {
      this.changed.fire(undefined);
    };
    this.parts = [
      watcher,
      watcher.onDidChange(tell),
      watcher.onDidCreate(tell),
      watcher.onDidDelete(tell),
      // a save is known at once, while watchers of remote disks take their time
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (isDeclaration(document)) tell();
      }),
    ];
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
