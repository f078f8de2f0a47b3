/** The entry file: registers what the editor may ask for at once, and loads the rest on first use. */
import * as vscode from 'vscode';
import { authenticationProviderId, commandIds, type CommandName } from './commands/names.ts';
import type { Running } from './editor/start.ts';
import { LateAuthentication } from './editor/lateAuthentication.ts';

export function activate(context: vscode.ExtensionContext): void {
  const opened = new vscode.EventEmitter<vscode.Uri>();
  let running: Promise<Running> | undefined;
  const load = (): Promise<Running> => {
    running ??= import('./editor/start.ts').then(({ start }) => start(context, opened.event));
    running.catch(() => {
      running = undefined; // whoever asks next tries again; this failure goes to whoever asked now
    });
    return running;
  };

  const authentication = new LateAuthentication(load);
  context.subscriptions.push(
    opened,
    vscode.window.registerUriHandler({
      handleUri: (address) => {
        opened.fire(address); // without a sign-in that waits for it nobody listens, and nothing is loaded
      },
    }),
    authentication,
    vscode.authentication.registerAuthenticationProvider(authenticationProviderId, 'SSO Toolkit', authentication, {
      supportsMultipleAccounts: true,
    }),
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(commandIds[name], async (argument: unknown) => {
        await (await load()).run(name, argument);
      }),
    ),
  );
  // the editor counts activation until here; status bar and views follow at once
  setImmediate(() => void authentication.loaded());
}

const commandNames = Object.keys(commandIds).filter((name): name is CommandName => name in commandIds);
