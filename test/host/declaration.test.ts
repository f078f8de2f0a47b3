import assert from 'node:assert/strict';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

const wrong = `{
  // one mistake in each line that follows
  "applications": {
    "shop": { "type": "web", "urls": { "local": "http://localhost:3000" }, "redirectPath": ["/callback"] }
  },
  "groups": { "staff": { "members": ["alice", "nobody"], "grants": { "shopp": ["clerk"] } } },
  "people": { "alice": { "name": "Alice Adams" } }
}
`;

suite('sso.json in the editor', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, 'sso.json');

  suiteSetup(async () => {
    await vscode.extensions.getExtension('sso-toolkit.sso-toolkit')?.activate();
    writeFileSync(join(folder.fsPath, 'sso.json'), wrong);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    rmSync(join(folder.fsPath, 'sso.json'));
  });

  test('is JSON with comments', async () => {
    assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, 'jsonc');
  });

  test('has each problem at its line, once', async () => {
    await until(() => ours(uri).length > 0);
    assert.deepEqual(
      ours(uri).map(({ code, range }) => [range.start.line + 1, code]),
      [
        [4, 'key.unknown'],
        [6, 'member.unknown'],
        [6, 'grant.applicationUnknown'],
      ],
    );
  });

  test('offers a fix that mends the problem', async () => {
    await until(() => ours(uri).length > 0);
    const [unknown] = ours(uri);
    assert.ok(unknown);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      unknown.range,
    );
    const fix = actions.find(({ title }) => title === 'Rename to "redirectPaths"');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    await until(() => ours(uri).every(({ code }) => code !== 'key.unknown'));
  });

  test('offers to sign in as a person, and says how an application stands', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    const titles = lenses.map(({ command }) => command?.title);
    assert.ok(titles.includes('Sign in as Alice Adams'), titles.join());
    assert.ok(titles.includes('$(question) unknown: provider stopped'), titles.join());
    assert.ok(!titles.includes('Apply'), 'nothing is offered on what is unknown');
  });
});

const ours = (uri: vscode.Uri): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'SSO');

/** Resolves once the diagnostics are as expected; the run's own limit ends a wait for what never comes. */
function until(condition: () => boolean): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((resolve) => {
    const watch = vscode.languages.onDidChangeDiagnostics(() => {
      if (!condition()) return;
      watch.dispose();
      resolve();
    });
  });
}
