/** The first ten minutes of a person with a fresh editor, exactly as the README tells them. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { useLocalPort } from '../editorHost/ui/localPort.ts';
import { sampleToken } from './sampleToken.ts';

test('the first ten minutes', async ({ workbench, extensionHost, workspaceFolder, localPort, openWorkbench, page }) => {
  test.setTimeout(240_000);
  const { sideBar, quickInput, editorArea, dialog, notifications } = workbench;
  const status = workbench.statusBarItem('sso-toolkit.sso-toolkit.sso.status');

  await test.step('the walkthrough begins without any file: a token is pasted and read', async () => {
    await extensionHost.evaluate((vscode) =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', 'sso-toolkit.sso-toolkit#start'),
    );
    await editorArea.walkthroughStep('Read a token or a provider').click();
    await workbench.screenshot('story-walkthrough');
    await editorArea.walkthrough.getByRole('button', { name: 'Decode a Token' }).click();
    await quickInput.pick('Paste or type a token');
    await quickInput.enter(sampleToken);
    await expect(editorArea.tab('Token.jsonc')).toBeVisible();
    await expect(editorArea.line('signature not checked')).not.toHaveCount(0);
    await expect(editorArea.line('"sub": "alice"')).toBeVisible();
    await workbench.screenshot('story-token');
  });

  await test.step('applications are declared from what is found', async () => {
    await sideBar.openContainer('SSO');
    await expect(sideBar.welcome('Applications')).toContainText('No applications are declared');
    await workbench.screenshot('story-welcome');
    await sideBar.welcome('Applications').getByText('Declare Applications').click();
    await expect(editorArea.tab('sso.json')).toBeVisible();
    // a port of this test's own, so that it never meets a provider that somebody is using
    useLocalPort(workspaceFolder, localPort);
    await expect(editorArea.line('"port"')).not.toContainText('9400');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('unknown: provider stopped');
    await workbench.screenshot('story-declared');
  });

  await test.step('the local provider starts', async () => {
    await workbench.runCommand('SSO: Start Local Provider');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('not registered');
    await expect(status).toContainText('Signed out (local), 1 to apply');
  });

  await test.step('a sample person signs in on the page of the provider', async () => {
    const login = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
    await expect(login.getByRole('heading', { name: 'Sign in to SSO Toolkit' })).toBeVisible();
    await login.screenshot({ path: test.info().outputPath('login.png') });
    await login.getByRole('button', { name: 'Continue as Alice Adams' }).click();
    await expect(login.getByText('You are signed in as Alice Adams')).toBeVisible();
    expect(new URL(login.url()).search).toBe('');
    await login.screenshot({ path: test.info().outputPath('result.png') });
    await login.close();
    await expect(status).toContainText('Alice Adams (local), 1 to apply');
    await workbench.screenshot('story-signed-in');
  });

  await test.step('the application is applied', async () => {
    await sideBar.clickRowAction('Applications', 'plain-express', 'Apply');
    await expect(dialog.box).toContainText('Register plain-express');
    await workbench.screenshot('story-plan');
    await dialog.button('Apply').click();
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('synced');
    await workbench.screenshot('story-synced');
  });

  await test.step('drift made at the provider is seen, compared and mended', async () => {
    await workbench.runCommand('SSO: Open Console of Local Provider');
    const terminal = page.locator('.terminal-wrapper.active');
    await expect(terminal.locator('.xterm-rows')).toContainText('sso-provider>');
    await terminal.locator('.xterm-helper-textarea').focus();
    await page.keyboard.type('set plain-express redirectUris http://localhost:3000/elsewhere\n');
    await expect(terminal.locator('.xterm-rows')).toContainText('plain-express is changed.');
    await workbench.runCommand('SSO: Refresh');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('1 difference');
    await workbench.screenshot('story-drift');
    await workbench.runCommand('SSO: Compare Declared with Registered');
    await expect(editorArea.diffSide('original')).toContainText('/elsewhere');
    await expect(editorArea.diffSide('modified')).toContainText('/auth/callback');
    await workbench.screenshot('story-compare');
    await workbench.runCommand('SSO: Apply');
    await expect(dialog.box).toContainText(
      'http://localhost:3000/elsewhere becomes http://localhost:3000/auth/callback',
    );
    await dialog.button('Apply').click();
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('synced');
  });

  await test.step('a role is explained by the path that leads to it', async () => {
    await expect(sideBar.treeRow('Groups and Permissions', 'staff').first()).toBeVisible();
    await workbench.runCommand('SSO: Explain Access');
    await quickInput.pick('Bob Brown');
    const access = workbench.webview('vscode.markdown-language-features');
    await expect(access.getByRole('heading', { name: 'Bob Brown' })).toBeVisible();
    await workbench.screenshot('story-access');
  });

  await test.step('the token of the session is decoded', async () => {
    await workbench.runCommand('SSO: Decode Token');
    await quickInput.pick('Tokens of the current session');
    await expect(editorArea.line('"name": "Alice Adams"')).toBeVisible();
    await workbench.screenshot('story-session-token');
  });

  await test.step('a reloaded window is still signed in', async () => {
    const reloaded = await openWorkbench(page);
    await expect(status).toContainText('Alice Adams (local)');
    await reloaded.sideBar.openContainer('SSO');
    await expect(reloaded.sideBar.treeRow('Applications', 'plain-express')).toContainText('synced');
  });

  await test.step('signing out', async () => {
    await workbench.runCommand('SSO: Sign Out');
    await expect(status).toContainText('Signed out (local)');
    await workbench.runCommand('SSO: Stop Local Provider');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('unknown: provider stopped');
    await expect(notifications.toast('wrong')).toHaveCount(0);
  });
});
