import * as vscode from 'vscode';
import type { Samples } from '../../ports.ts';
import { exists } from './files.ts';

/** The sample that comes with the package, copied once to where the person may change it. */
export function samplesOf(extension: vscode.Uri, storage: vscode.Uri): Samples {
  return {
    async open() {
      const from = vscode.Uri.joinPath(extension, 'samples', 'plain-express');
      const to = vscode.Uri.joinPath(storage, 'samples', 'plain-express');
      if (!(await exists(to))) await vscode.workspace.fs.copy(from, to);
      await vscode.commands.executeCommand('vscode.openFolder', to, { forceNewWindow: true });
    },
  };
}
