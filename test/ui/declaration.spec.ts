/** `sso.json` while it is edited: problems at their line, fixes, actions above applications and people. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { statusBarId } from './person.ts';

test.use({ sample: 'acme' });

test('wrong content is underlined and fixed while the rest keeps working', async ({
  workbench,
  workspaceFolder,
  page,
}) => {
  const { editorArea, sideBar } = workbench;
  await sideBar.openContainer('SSO');
  await editorArea.openFile('sso.json');
  const file = join(workspaceFolder, 'sso.json');
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.replace('"redirectPaths": ["/callback"]', '"redirectPath": ["/callback"]'));
  const squiggle = editorArea.part.locator('.squiggly-error');
  await expect(squiggle).toHaveCount(1);
  await expect(sideBar.treeRow('Applications', 'Shop')).toBeVisible();
  await expect(editorArea.codeLens('unknown: provider stopped').first()).toBeVisible();
  await workbench.runCommand('Problems: Focus on Problems View');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'redirectPath' });
  await expect(problem).toContainText('SSO');
  await workbench.screenshot('declaration-problem');
  await editorArea.line('"redirectPath"').getByText('"redirectPath"', { exact: true }).click();
  await expect(editorArea.part.locator('[class*="lightbulb"]:visible').first()).toBeVisible(); // the fix is known now
  await page.keyboard.press('ControlOrMeta+.');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Rename to "redirectPaths"' }).click();
  await expect(squiggle).toHaveCount(0);
  await expect(editorArea.line('"redirectPaths": ["/callback"]')).toBeVisible();
});

test('a person signs in from the line above, with one click left on the page', async ({ workbench, localPort }) => {
  const { editorArea } = workbench;
  await editorArea.openFile('sso.json');
  await editorArea.line('"environments"').click();
  await workbench.page.keyboard.press('ControlOrMeta+End');
  const login = await workbench.browserPage(() => editorArea.codeLens('Sign in as Bob Brown').click());
  await expect(login.getByRole('button', { name: 'Continue as Bob Brown' })).toBeFocused();
  await login.keyboard.press('Enter');
  await expect(workbench.statusBarItem(statusBarId)).toContainText('Bob Brown (local)');
  await login.close();
  await workbench.page.locator('.part.activitybar [role=button][aria-label^=Accounts]').click();
  await expect(workbench.page.locator('.monaco-menu')).toContainText(
    `Bob Brown (127.0.0.1:${String(localPort)}) (SSO Toolkit)`,
  );
  await workbench.screenshot('accounts-menu');
  await workbench.page.keyboard.press('Escape');
  await workbench.runCommand('SSO: Stop Local Provider');
});
