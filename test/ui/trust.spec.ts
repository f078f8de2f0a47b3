/** A folder that nobody trusts yet: it is shown and checked, and nothing happens on its word. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { sampleToken } from './sampleToken.ts';
import { statusBarId } from './person.ts';

test.use({ workspaceTrust: true, sample: 'acme' });

test('T30 nothing is started, sent or written before trust; tokens are read all the same', async ({ workbench }) => {
  const { dialog, sideBar, notifications, quickInput, editorArea } = workbench;
  await dialog.button("No, I don't trust the authors").click();
  await sideBar.openContainer('SSO');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('unknown: provider stopped');
  for (const command of ['SSO: Start Local Provider', 'SSO: Sign In', 'SSO: Apply']) {
    await workbench.runCommand(command);
    await expect(notifications.toast('This workspace is not trusted yet')).toBeVisible();
    await workbench.runCommand('Notifications: Clear All Notifications');
  }
  await expect(workbench.statusBarItem(statusBarId)).toContainText('Signed out (local)');
  await workbench.screenshot('untrusted');
  await workbench.runCommand('SSO: Decode Token');
  await quickInput.pick('Paste or type a token');
  await quickInput.enter(sampleToken);
  await expect(editorArea.line('"sub": "alice"')).toBeVisible();
});
