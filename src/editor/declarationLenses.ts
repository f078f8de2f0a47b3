import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables.ts';
import { commandIds } from '../commands/names.ts';
import type { Store } from '../state/store.ts';
import { lenses } from '../views/lenses.ts';
import { declarationPattern, isDeclarationOf } from './declarationDocument.ts';

/** Sync status and actions above each application of `sso.json`, and sign-in above each person. */
export class DeclarationLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly root: vscode.Uri;
  private readonly store: Store;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly parts: readonly Disposable[];
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(root: vscode.Uri, store: Store) {
    this.root = root;
    this.store = store;
    this.parts = [
      this.changed,
      store.onDidChange(() => {
        this.changed.fire();
      }),
      vscode.languages.registerCodeLensProvider({ pattern: declarationPattern }, this),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!isDeclarationOf(this.root, document)) return [];
    return lenses(document.getText(), this.store.current).map(({ offset, title, action, subject }) => {
      const position = document.positionAt(offset);
      const range = new vscode.Range(position, position);
      return new vscode.CodeLens(range, { title, command: commandIds[action], arguments: [subject] });
    });
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }
}
