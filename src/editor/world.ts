import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { declarationFile } from '../commands/names.ts';
import type { Place, World } from '../commands/parts.ts';
import type { About, Memory } from '../ports.ts';
import { ask } from './ports/ask.ts';
import { browser } from './ports/browser.ts';
import { clock } from './ports/clock.ts';
import type { ShownTexts } from './ports/documents.ts';
import { filesBelow } from './ports/files.ts';
import { logTo } from './ports/log.ts';
import { progress } from './ports/progress.ts';
import { proposalsIn } from './ports/proposals.ts';
import { samplesOf } from './ports/samples.ts';
import { secretsOf } from './ports/secrets.ts';
import { settings } from './ports/settings.ts';
import { surroundingsOf } from './ports/surroundings.ts';
import { terminalsIn } from './ports/terminals.ts';
import { showError } from './showError.ts';

/** The real outside world of one window. */
export function makeWorld(
  context: vscode.ExtensionContext,
  root: vscode.Uri | undefined,
  documents: ShownTexts,
  channel: vscode.LogOutputChannel,
  onDidOpenUri: vscode.Event<vscode.Uri>,
): World {
  const files = filesBelow(root);
  const log = logTo(channel);
  return {
    about: aboutOf(context),
    ask,
    browser,
    clipboard: {
      read: async () => vscode.env.clipboard.readText(),
      write: async (text) => vscode.env.clipboard.writeText(text),
    },
    clock,
    documents,
    fetch: (input, init) => globalThis.fetch(input, init),
    files,
    log,
    memory: memoryOf(context.workspaceState),
    personMemory: memoryOf(context.globalState),
    problems: {
      show: (error) => void showError(error, log),
    },
    progress,
    proposals: proposalsIn(root, files),
    samples: samplesOf(context.extensionUri, context.globalStorageUri),
    secrets: secretsOf(context.secrets),
    settings,
    surroundings: surroundingsOf(context, onDidOpenUri),
    terminals: terminalsIn(root),
    workspace: {
      folder: root?.scheme === 'file' ? root.fsPath : undefined,
      isTrusted: () => vscode.workspace.isTrusted,
    },
  };
}

/** One folder of state for each workspace folder; windows on the same folder share a provider. */
export function placeOf(context: vscode.ExtensionContext, root: vscode.Uri | undefined): Place {
  const storage = context.globalStorageUri.fsPath;
  const workspace = createHash('sha256')
    .update(root?.toString() ?? 'no folder')
    .digest('hex')
    .slice(0, 16);
  return {
    providerProgram: vscode.Uri.joinPath(context.extensionUri, 'dist', 'localProvider.js').fsPath,
    providerState: vscode.Uri.joinPath(context.globalStorageUri, 'localProviders', workspace).fsPath,
    declarationFile: root?.scheme === 'file' ? vscode.Uri.joinPath(root, declarationFile).fsPath : undefined,
    locks: vscode.Uri.joinPath(vscode.Uri.file(storage), 'locks').fsPath,
  };
}

const memoryOf = (state: vscode.Memento): Memory => ({
  get: (key) => {
    const value = state.get<unknown>(key);
    return typeof value === 'string' ? value : undefined;
  },
  set: async (key, value) => state.update(key, value),
  keys: () => state.keys(),
});

function aboutOf({ extension }: vscode.ExtensionContext): About {
  const { version } = extension.packageJSON as { readonly version?: unknown };
  return {
    version: typeof version === 'string' ? version : 'unknown',
    editor: `${vscode.env.appName} ${vscode.version}`,
    system: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
  };
}
