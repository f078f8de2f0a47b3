import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isRecord } from '../../src/base/foreign.ts';
import { commandIds, settingNames } from '../../src/commands/names.ts';

suite('what other extensions can reach', () => {
  test('G46 the authentication provider is there, and silent asking opens nothing', async () => {
    assert.equal(await vscode.authentication.getSession('sso', ['openid'], { silent: true }), undefined);
    assert.deepEqual(await vscode.authentication.getAccounts('sso'), []);
  });

  test('G46 the provider is declared, and no proposed API is asked for', () => {
    const manifest: unknown = vscode.extensions.getExtension('sso-toolkit.sso-toolkit')?.packageJSON;
    assert.ok(isRecord(manifest) && isRecord(manifest['contributes']));
    assert.deepEqual(manifest['contributes']['authentication'], [{ id: 'sso', label: 'SSO Toolkit' }]);
    assert.equal(manifest['enabledApiProposals'], undefined);
  });

  test('G46 G48 asking silently for other scopes, environments or accounts is no failure either', async () => {
    const account = { id: 'nobody', label: 'Nobody' };
    const questions = [
      [],
      ['openid', 'SSO_ENVIRONMENT:moon'],
      ['constructor', '__proto__'],
      [`SSO_ENVIRONMENT:${'x'.repeat(100_000)}`],
    ];
    for (const scopes of questions) {
      for (const options of [{ silent: true }, { silent: true, account }]) {
        assert.equal(await vscode.authentication.getSession('sso', scopes, options), undefined);
      }
    }
  });

  test('T37 the extension exports nothing', async () => {
    const extension = vscode.extensions.getExtension<unknown>('sso-toolkit.sso-toolkit');
    assert.equal(await extension?.activate(), undefined);
    assert.equal(extension?.exports, undefined);
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
    'x'.repeat(1_000_000),
    { kind: '__proto__', subject: { kind: 'constructor' } },
    {
      get subject(): never {
        throw new Error('not to be read');
      },
    },
  ];
  for (const [index, argument] of odd.entries()) {
    test(`T37 a command takes no odd argument (${String(index + 1)}) and returns nothing`, async () => {
      for (const id of [commandIds.copyValue, commandIds.refresh, commandIds.showLog]) {
        assert.equal(await vscode.commands.executeCommand(id, argument), undefined);
      }
      assert.equal(await vscode.env.clipboard.readText(), '');
    });
  }
});
