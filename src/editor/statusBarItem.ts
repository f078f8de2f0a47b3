import * as vscode from 'vscode';
import { commandIds, statusBarItemId } from '../commands/names.ts';
import type { StatusBar } from '../views/statusBar.ts';

const backgrounds: Readonly<Record<StatusBar['emphasis'], string | undefined>> = {
  none: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

/** Draws the one status bar item. */
export class StatusBarItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(statusBarItemId, vscode.StatusBarAlignment.Left, 100);

  constructor() {
    this.item.name = 'SSO: sign-in and sync status';
    this.item.command = commandIds.showMenu;
  }

  show({ text, tooltip, emphasis, spoken }: StatusBar): void {
    const background = backgrounds[emphasis];
    this.item.text = text;
    this.item.tooltip = tooltip.join('\n');
    this.item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.item.accessibilityInformation = { label: spoken, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
