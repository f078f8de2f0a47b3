import * as vscode from 'vscode';
import type { Terminals } from '../../ports.ts';

export const terminals: Terminals = {
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
};
