import * as vscode from 'vscode';
import type { Row } from '../views/row.ts';

/** The one tree class: draws whatever rows it was given last, and keeps open and selected what is still there. */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private rows: readonly Row[] = [];
  /** Every row by id, since the editor hands back rows that were drawn before. */
  private index: ReadonlyMap<string, Row> = new Map();
  /** What the editor holds: it knows a row only as the object that it was handed. */
  private readonly handed = new Map<string, Row>();
  private readonly parents = new Map<string, Row>();
  private readonly changed = new vscode.EventEmitter<Row | undefined>();
  private readonly view: vscode.TreeView<Row>;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(viewId: string) {
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
  }

  /** Draws only what changed: one row when one row differs, else the whole level. */
  show(rows: readonly Row[], description: string, message: string | undefined): void {
    const single = onlyChange(this.rows, rows);
    this.rows = rows;
    this.index = indexed(rows, new Map());
    this.view.description = description;
    this.view.message = message ?? '';
    if (single === false) return;
    this.changed.fire(single === undefined ? undefined : this.handed.get(single));
  }

  getChildren(row?: Row): Row[] {
    const children = row ? (this.current(row)?.children ?? row.children) : this.rows;
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
    const row = this.current(element) ?? element;
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

  /** The editor hands back the row it was given; a later one of the same id has newer content. */
  private current(row: Row): Row | undefined {
    return this.index.get(row.id);
  }
}

function indexed(rows: readonly Row[], index: Map<string, Row>): ReadonlyMap<string, Row> {
  for (const row of rows) {
    index.set(row.id, row);
    indexed(row.children, index);
  }
  return index;
}

/** The id of the one row that differs, false when none does; undefined when the level itself has to be drawn anew. */
function onlyChange(before: readonly Row[], after: readonly Row[]): string | undefined | false {
  if (before.length !== after.length || after.some(({ id }, index) => id !== before[index]?.id)) return undefined;
  const [first, ...others] = after.filter((row, index) => JSON.stringify(row) !== JSON.stringify(before[index]));
  if (!first) return false;
  return others.length === 0 ? first.id : undefined;
}

function collapsibleState(row: Row): vscode.TreeItemCollapsibleState {
  if (row.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return row.open === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
