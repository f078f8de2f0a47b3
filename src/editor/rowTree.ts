import * as vscode from 'vscode';
import type { Row } from '../views/row.ts';

/**
 * The one tree class: draws whatever rows it was given last, and keeps open and selected what is still there. Children
 * that nobody has opened are never made.
 */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  /** The top level as it is now, by id; rows below it are always handed out fresh. */
  private top: ReadonlyMap<string, Row> = new Map();
  /** What the editor holds: it knows a row only as the object that it was handed. */
  private readonly handed = new Map<string, Row>();
  private readonly parents = new Map<string, Row>();
  /** Rows whose children the editor has asked for. */
  private readonly opened = new Set<string>();
  private readonly changed = new vscode.EventEmitter<Row | undefined>();
  private readonly view: vscode.TreeView<Row>;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(viewId: string) {
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
  }

  /** Draws only what changed: single rows where the level keeps its rows, else the whole level. */
  show(rows: readonly Row[], description: string): void {
    const before = [...this.top.values()];
    this.top = new Map(rows.map((row) => [row.id, row]));
    this.view.description = description;
    const isSameLevel = before.length === rows.length && rows.every(({ id }, index) => id === before[index]?.id);
    if (!isSameLevel) {
      // the editor asks for everything anew, so what it held is gone
      this.handed.clear();
      this.parents.clear();
      this.opened.clear();
      this.changed.fire(undefined);
      return;
    }
    for (const [index, row] of rows.entries()) {
      const held = this.handed.get(row.id);
      if (held && !this.isSame(before[index], row)) this.changed.fire(held);
    }
  }

  getChildren(row?: Row): Row[] {
    if (row) this.opened.add(row.id);
    const children = row ? this.current(row).children : [...this.top.values()];
    for (const child of children) {
      this.handed.set(child.id, child);
      if (row) this.parents.set(child.id, row);
    }
    return [...children];
  }

  getParent(row: Row): Row | undefined {
    return this.parents.get(row.id);
  }

  getTreeItem(element: Row): vscode.TreeItem {
    const row = this.current(element);
    const item = new vscode.TreeItem(row.label, collapsibleState(row));
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(
      row.icon,
      row.colour === undefined ? undefined : new vscode.ThemeColor(row.colour),
    );
    item.contextValue = row.context;
    item.tooltip = row.tooltip ?? row.spoken;
    item.accessibilityInformation = { label: row.spoken };
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }

  /** The editor hands back the row that it was given once. Of the top level a newer one may be there; below, the given one is. */
  private current(row: Row): Row {
    return this.top.get(row.id) ?? row;
  }

  private isSame(before: Row | undefined, after: Row): boolean {
    if (!before || face(before) !== face(after)) return false;
    if (!this.opened.has(after.id)) return true;
    const { children } = before;
    return (
      children.length === after.children.length &&
      after.children.every((row, index) => this.isSame(children[index], row))
    );
  }
}

/** All that is drawn of a row itself. */
const face = ({ id, label, description, icon, colour, tooltip, spoken, context, branch, open }: Row): string =>
  JSON.stringify([id, label, description, icon, colour, tooltip, spoken, context, branch, open]);

function collapsibleState(row: Row): vscode.TreeItemCollapsibleState {
  if (row.branch !== true && row.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return row.open === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
