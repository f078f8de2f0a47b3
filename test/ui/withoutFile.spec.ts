/** What works before any file exists. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { statusBarId } from './person.ts';

test('the package is installed, and its status bar item opens the menu of what makes sense now', async ({
  workbench,
}) => {
  await workbench.sideBar.openContainer('SSO');
  await expect(workbench.sideBar.view('Applications')).toBeVisible();
  await workbench.statusBarItem(statusBarId).click();
  await expect(workbench.quickInput.title).toHaveText('SSO: local');
  await expect(workbench.quickInput.row('Declare Applications')).toBeVisible();
  await expect(workbench.quickInput.row('Sign Out')).toHaveCount(0);
  await workbench.screenshot('menu');
  await workbench.page.keyboard.press('Escape');
});

test('the sample of the package opens in a window of its own', async ({ workbench }) => {
  const opened = await workbench.browserPage(() => workbench.runCommand('SSO: Open the Sample'));
  await expect(opened.getByRole('treeitem', { name: 'server.js' })).toBeVisible({ timeout: 30_000 });
  expect(decodeURIComponent(opened.url())).toContain('/samples/plain-express');
});
