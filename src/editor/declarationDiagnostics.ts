import * as vscode from 'vscode';
import { parseDeclaration } from '../declaration/parse.ts';
import type { Problem, Severity } from '../declaration/problem.ts';
import type { Disposable } from '../base/disposables.ts';
import { declarationPattern, isDeclarationOf, isPassedOver } from './declarationDocument.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Problems of `sso.json` while it is edited, and the fixes that they come with. */
export class DeclarationDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly root: vscode.Uri | undefined;
  private readonly collection = vscode.languages.createDiagnosticCollection('sso');
  private readonly parts: readonly Disposable[];

  constructor(root: vscode.Uri | undefined) {
    this.root = root;
    this.parts = [
      this.collection,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.check(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.check(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.collection.delete(uri);
      }),
      vscode.languages.registerCodeActionsProvider({ pattern: declarationPattern }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.check(document);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!this.root || !isDeclarationOf(this.root, document)) return [];
    return problemsOf(document).flatMap((problem) => {
      const diagnostic = diagnostics.find(
        (known) => known.code === problem.code && known.range.isEqual(rangeOf(document, problem)),
      );
      if (!problem.fix || !diagnostic?.range.intersection(range)) return [];
      const action = new vscode.CodeAction(problem.fix.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      action.edit = new vscode.WorkspaceEdit();
      for (const { offset, length, content } of problem.fix.edits) {
        action.edit.replace(document.uri, rangeOf(document, { offset, length }), content);
      }
      return [action];
    });
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }

  private check(document: vscode.TextDocument): void {
    if (!this.root) return;
    if (isPassedOver(this.root, document)) this.collection.set(document.uri, [passedOver(this.root)]);
    if (!isDeclarationOf(this.root, document)) return;
    const diagnostics = problemsOf(document).map((problem) => {
      const diagnostic = new vscode.Diagnostic(
        rangeOf(document, problem),
        problem.message,
        severities[problem.severity],
      );
      diagnostic.source = 'SSO';
      diagnostic.code = problem.code;
      return diagnostic;
    });
    this.collection.set(document.uri, diagnostics);
  }
}

function passedOver(root: vscode.Uri): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 1),
    `This file does not count in this window: the sso.json of the folder ${root.path.split('/').at(-1) ?? ''} does.`,
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = 'SSO';
  diagnostic.code = 'file.passedOver';
  return diagnostic;
}

const problemsOf = (document: vscode.TextDocument): readonly Problem[] => parseDeclaration(document.getText()).problems;

function rangeOf(document: vscode.TextDocument, { offset, length }: { offset: number; length: number }): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
