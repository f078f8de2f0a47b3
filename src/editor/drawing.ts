import * as vscode from 'vscode';
import type { Disposables } from '../base/disposables.ts';
import { contextKeys, viewIds } from '../commands/names.ts';
import type { Product } from '../compose.ts';
import type { Clock } from '../ports.ts';
import { sessionInUse, type Snapshot } from '../state/snapshot.ts';
import { applicationRows } from '../views/applicationRows.ts';
import { groupRows } from '../views/groupRows.ts';
import { providerRows } from '../views/providerRows.ts';
import { statusBar } from '../views/statusBar.ts';
import { RowTree } from './rowTree.ts';
import { StatusBarItem } from './statusBarItem.ts';

const minute = 60_000;

/** Draws every view anew whenever the snapshot is replaced, and once a minute for the words about time. */
export function draw(product: Product, clock: Clock, owned: Disposables): void {
  const { store } = product;
  const applications = owned.add(new RowTree(viewIds.applications));
  const groups = owned.add(new RowTree(viewIds.groups));
  const providers = owned.add(new RowTree(viewIds.providers));
  const status = owned.add(new StatusBarItem());
  const setContext = contextWriter();
  const drawAll = (snapshot: Snapshot) => {
    const now = clock.now();
    const { name } = snapshot.workspace.environment;
    const isDeclared = snapshot.file.kind === 'read';
    applications.show(
      isDeclared ? applicationRows({ ...snapshot, environment: name, now }) : [],
      isDeclared ? name : '',
    );
    groups.show(isDeclared ? groupRows(snapshot.workspace) : [], '');
    providers.show(providerRows(snapshot, now), '');
    status.show(statusBar(snapshot, now));
    setContext('declared', isDeclared);
    setContext('localProviderRunning', product.isLocalProviderRunning());
    setContext('anySession', snapshot.sessions.length > 0);
    setContext('signedIn', sessionInUse(snapshot) !== undefined);
  };
  owned.add(store.onDidChange(drawAll));
  let ticking = clock.after(minute, tick);
  owned.add({
    dispose: () => {
      ticking.dispose();
    },
  });
  drawAll(store.current);

  function tick(): void {
    drawAll(store.current);
    ticking = clock.after(minute, tick);
  }
}

/** Writes a context key only when it changes: each writing makes the editor look at all its menus. */
function contextWriter(): (key: keyof typeof contextKeys, value: boolean) => void {
  const written = new Map<string, boolean>();
  return (key, value) => {
    if (written.get(key) === value) return;
    written.set(key, value);
    void vscode.commands.executeCommand('setContext', contextKeys[key], value);
  };
}
