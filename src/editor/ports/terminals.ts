import * as vscode from 'vscode';
import type { Terminals } from '../../ports.ts';

export function terminalsIn(root: vscode.Uri | undefined): Terminals {
  return {
    run(title, program, args) {
      const terminal = vscode.window.createTerminal({
        name: title,
        iconPath: new vscode.ThemeIcon('server-process'),
        shellPath: process.execPath,
        shellArgs: [program, ...args],
        env: { ELECTRON_RUN_AS_NODE: '1' }, // on a desktop, process.execPath is the editor itself
        isTransient: true,
      });
      terminal.show();
    },
    type(title, folder, words) {
      const odd = words.find((word) => !/^[\w@./-]+$/.test(word));
      if (odd !== undefined) throw new Error('only plain words are typed into a shell');
      const terminal = vscode.window.createTerminal({
        name: title,
        ...(root ? { cwd: vscode.Uri.joinPath(root, folder) } : {}),
      });
      terminal.show();
      terminal.sendText(words.join(' '));
    },
  };
}
