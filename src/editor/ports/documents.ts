import * as vscode from 'vscode';
import { declarationFile } from '../../commands/names.ts';
import type { Documents, ShownText } from '../../ports.ts';

const scheme = 'sso-toolkit';

/**
 * Read-only texts of the product. They live as long as their tab and are never written to a disk. Each showing has an
 * address of its own: the editor may keep what it once read from an address.
 */
export class ShownTexts implements Documents, vscode.TextDocumentContentProvider, vscode.Disposable {
  private shown = 0;
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private readonly closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === scheme) this.texts.delete(uri.toString()); // a closed token is forgotten
  });
  private readonly root: vscode.Uri | undefined;

  constructor(root: vscode.Uri | undefined) {
    this.root = root;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.toString()) ?? 'This text was made for a window that is closed now. Run the command again.'
    );
  }

  async show(shown: ShownText): Promise<void> {
    const uri = this.keep(shown);
    if (shown.language === 'markdown') {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, shown.language);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  async compare(title: string, registered: ShownText, declared: ShownText): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.keep(registered), this.keep(declared), title);
  }

  async open(path: string, offset?: number): Promise<void> {
    if (!this.root) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(this.root, path));
    if (path === declarationFile) await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
    const editor = await vscode.window.showTextDocument(document);
    if (offset === undefined) return;
    const position = document.positionAt(offset);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  selection(): string {
    const editor = vscode.window.activeTextEditor;
    return editor ? editor.document.getText(editor.selection) : '';
  }

  dispose(): void {
    this.registration.dispose();
    this.closing.dispose();
    this.texts.clear();
  }

  private keep({ name, text }: ShownText): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: String(++this.shown) });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}
