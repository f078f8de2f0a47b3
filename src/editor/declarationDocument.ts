import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables.ts';
import { declarationFile } from '../commands/names.ts';
import { Emitter } from '../base/emitter.ts';
import { exists } from './ports/files.ts';

/** The folder whose `sso.json` counts: the first that has one, else the first. */
export async function workspaceRoot(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const { uri } of folders) {
    if (await exists(vscode.Uri.joinPath(uri, declarationFile))) return uri;
  }
  return folders[0]?.uri;
}

export const declarationPattern = `**/${declarationFile}`;

/** True for the `sso.json` at the root of that folder. */
export function isDeclarationOf(folder: vscode.Uri, { uri }: vscode.TextDocument): boolean {
  return vscode.Uri.joinPath(folder, declarationFile).toString() === uri.toString();
}

/** True for the `sso.json` of a workspace folder that does not count, since another folder comes before. */
export function isPassedOver(root: vscode.Uri, document: vscode.TextDocument): boolean {
  const others = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.toString() !== root.toString());
  return others.some(({ uri }) => isDeclarationOf(uri, document));
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
        if (isDeclarationOf(root, document)) tell();
      }),
    ];
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }
}
