import * as vscode from 'vscode';
import { Disposables } from '../base/disposables.ts';
import { declarationFile, type CommandName } from '../commands/names.ts';
import { compose, type Product } from '../compose.ts';
import type { Files } from '../ports.ts';
import { authenticationOf } from './authentication.ts';
import { DeclarationDiagnostics } from './declarationDiagnostics.ts';
import { DeclarationWatch, workspaceRoot } from './declarationDocument.ts';
import { DeclarationLenses } from './declarationLenses.ts';
import { draw } from './drawing.ts';
import type { LoadedAuthentication } from './lateAuthentication.ts';
import { ShownTexts } from './ports/documents.ts';
import { makeWorld, placeOf } from './world.ts';

/** The running product as the entry file needs it. */
export interface Running {
  readonly authentication: LoadedAuthentication;
  /** Runs a command for the person and shows its failure. */
  run(command: CommandName, argument: unknown): Promise<void>;
}

/** Everything behind the entry file: loaded on first use, so that activation costs next to nothing. */
export async function start(
  context: vscode.ExtensionContext,
  onDidOpenUri: vscode.Event<vscode.Uri>,
): Promise<Running> {
  const root = await workspaceRoot();
  const owned = new Disposables();
  context.subscriptions.push(owned);
  const channel = owned.add(vscode.window.createOutputChannel('SSO Toolkit', { log: true }));
  const documents = owned.add(new ShownTexts(root));
  const world = makeWorld(context, root, documents, channel, onDidOpenUri);
  const product = owned.add(compose(world, placeOf(context, root)));
  const read = () => readDeclaration(product, world.files);

  draw(product, world.clock, owned);
  owned.add(new DeclarationDiagnostics(root));
  if (root) {
    owned.add(new DeclarationLenses(root, product.store));
    owned.add(new DeclarationWatch(root)).onDidChange(() => {
      product.inBackground(read());
    });
  }
  owned.add(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      product.inBackground(product.resume());
    }),
  );
  owned.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) product.inBackground(product.run('refresh'));
    }),
  );
  await shown(read().then(() => product.resume()));

  return {
    authentication: authenticationOf(product, world.log),
    run: (command, argument) => shown(product.run(command, argument)),
  };

  /** Whatever fails is shown, and is over then: the message may stay until the person answers. */
  async function shown(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      world.problems.show(error);
    }
  }
}

async function readDeclaration({ reader }: Product, files: Files): Promise<void> {
  reader.declare(await files.read(declarationFile));
  await reader.refresh(new AbortController().signal);
}
