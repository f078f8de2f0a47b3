/** *Inspect Provider* in the real editor: an issuer in words, and a clear sentence where there is none. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';

test.use({ sample: 'acme' });

test('A3 an issuer is read in words; an address where nobody answers is named', async ({ workbench, localPort }) => {
  const { quickInput, notifications, sideBar } = workbench;
  await workbench.runCommand('SSO: Inspect Provider');
  await quickInput.enter(`http://127.0.0.1:${String(localPort)}`);
  await expect(notifications.toast(`127.0.0.1:${String(localPort)}`)).toBeVisible();
  await workbench.screenshot('inspect-nobody');

  await sideBar.openContainer('SSO');
  await workbench.runCommand('SSO: Start Local Provider');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('not registered');
  await workbench.runCommand('SSO: Inspect Provider');
  await quickInput.enter(`http://127.0.0.1:${String(localPort)}/.well-known/openid-configuration`);
  const report = workbench.webview('vscode.markdown-language-features');
  await expect(report.getByText('PKCE').first()).toBeVisible();
  await workbench.screenshot('inspect-report');
  await workbench.runCommand('SSO: Stop Local Provider');
});
