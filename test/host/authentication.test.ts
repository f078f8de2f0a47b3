import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, settingNames } from '../../src/commands/names.ts';

suite('what other extensions can reach', () => {
  test('G46 the authentication provider is there, and silent asking opens nothing', async () => {
    assert.equal(await vscode.authentication.getSession('sso', ['openid'], { silent: true }), undefined);
    assert.deepEqual(await vscode.authentication.getAccounts('sso'), []);
  });

  test('T37 the extension exports nothing', async () => {
    const extension = vscode.extensions.getExtension<unknown>('sso-toolkit.sso-toolkit');
    assert.equal(await extension?.activate(), undefined);
  });

  for (const name of Object.values(settingNames)) {
    test(`T30 a workspace has no say in ${name}`, async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      await assert.rejects(Promise.resolve(vscode.workspace.getConfiguration().update(name, 1, Workspace)));
    });
  }

  const odd: readonly unknown[] = [
    null,
    7,
    '/etc/passwd',
    { kind: 'person' },
    { subject: { kind: 'application', application: {} } },
    [['x']],
  ];
  for (const [index, argument] of odd.entries()) {
    test(`T37 a command takes no odd argument (${String(index + 1)}) and returns nothing`, async () => {
      for (const id of [commandIds.copyValue, commandIds.refresh]) {
        assert.equal(await vscode.commands.executeCommand(id, argument), undefined);
      }
      assert.equal(await vscode.env.clipboard.readText(), '');
    });
  }
});
