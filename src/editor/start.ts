import * as vscode from 'vscode';
import { contextKeys, declarationFile, viewIds, type CommandName } from '../commands/names.ts';
import { compose, type Product } from '../compose.ts';
import { sessionInUse, type Snapshot } from '../state/snapshot.ts';
import { applicationRows } from '../views/applicationRows.ts';
import { groupRows } from '../views/groupRows.ts';
import { statusBar } from '../views/statusBar.ts';
import { authenticationOf } from './authentication.ts';
import { DeclarationDiagnostics } from './declarationDiagnostics.ts';
import { DeclarationWatch, workspaceRoot } from './declarationDocument.ts';
import { DeclarationLenses } from './declarationLenses.ts';
import type { LoadedAuthentication } from './lateAuthentication.ts';
import { ShownTexts } from './ports/documents.ts';
import { RowTree } from './rowTree.ts';
import { StatusBarItem } from './statusBarItem.ts';
import { showError } from './showError.ts';
import { makeWorld, placeOf } from './world.ts';

/** The running product as the entry file needs it. */
export interface Running {
  readonly authentication: LoadedAuthentication;
  /** Runs a command for the person and shows its failure. */
  run(command: CommandName, argument: unknown): Promise<void>;
}

/** Everything behind the entry file: loaded on first use, so that activation costs next to nothing. */
export async function start(context: vscode.ExtensionContext): Promise<Running> {
  const own = <Owned extends vscode.Disposable>(disposable: Owned): Owned => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const channel = own(vscode.window.createOutputChannel('SSO Toolkit', { log: true }));
  const root = await workspaceRoot();
  const documents = own(new ShownTexts(root));
  const world = makeWorld(context, root, documents, channel);
  const product = own(compose(world, placeOf(context, root)));

  drawn(product, own);
  own(new DeclarationDiagnostics());
  own(new DeclarationLenses(product.store));
  if (root) await followed(product, world.files, own(new DeclarationWatch(root)));
  own(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void product.resume();
    }),
  );
  own(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) void product.run('refresh');
    }),
  );
  void product.resume().catch((error: unknown) => showError(error, world.log));

  return {
    authentication: authenticationOf(product, world.log),
    async run(command, argument) {
      try {
        await product.run(command, argument);
      } catch (error) {
        void showError(error, world.log); // not awaited: the message may stay until the person answers
      }
    },
  };
}

type Own = <Owned extends vscode.Disposable>(disposable: Owned) => Owned;

/** Draws every view anew whenever the snapshot is replaced, and once a minute for the words about time. */
function drawn({ store }: Product, own: Own): void {
  const applications = own(new RowTree(viewIds.applications));
  const groups = own(new RowTree(viewIds.groups));
  const status = own(new StatusBarItem());
  const draw = (snapshot: Snapshot) => {
    const now = new Date();
    const { name } = snapshot.workspace.environment;
    const isDeclared = snapshot.file.kind === 'read';
    applications.show(
      isDeclared ? applicationRows({ ...snapshot, environment: name, now }) : [],
      isDeclared ? name : '',
    );
    groups.show(isDeclared ? groupRows(snapshot.workspace) : [], '');
    status.show(statusBar(snapshot, now));
    setContext('declared', isDeclared);
    setContext('localProviderRunning', snapshot.connection.kind === 'reachable');
    setContext('signedIn', sessionInUse(snapshot) !== undefined);
  };
  own(store.onDidChange(draw));
  const minute = setInterval(() => {
    draw(store.current);
  }, 60_000);
  own({
    dispose: () => {
      clearInterval(minute);
    },
  });
  draw(store.current);
}

const written = new Map<string, boolean>();

function setContext(key: keyof typeof contextKeys, value: boolean): void {
  if (written.get(key) === value) return;
  written.set(key, value);
  void vscode.commands.executeCommand('setContext', contextKeys[key], value);
}

async function followed(
  { reader }: Product,
  files: { read(path: string): Promise<string | undefined> },
  watch: DeclarationWatch,
): Promise<void> {
  const read = async () => {
    reader.declare(await files.read(declarationFile));
    await reader.refresh(new AbortController().signal);
  };
  watch.onDidChange(() => void read());
  await read();
}
