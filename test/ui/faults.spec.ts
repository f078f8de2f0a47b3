/** What a person sees when something is in the way, and that the rest goes on. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { processOf, stateFolderOf } from './localProvider.ts';
import { applyAll, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

test('a taken port is named, and another one is offered and written down', async ({
  workbench,
  workspaceFolder,
  localPort,
}) => {
  const { sideBar, dialog } = workbench;
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(localPort, '127.0.0.1', resolve));
  try {
    await sideBar.openContainer('SSO');
    await workbench.runCommand('SSO: Start Local Provider');
    await expect(dialog.box).toContainText(`Port ${String(localPort)} of 127.0.0.1 is taken`);
    await workbench.screenshot('fault-port');
    await dialog.button(`Use Port ${String(localPort + 1)}`).click();
    await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('not registered');
    const text = readFileSync(join(workspaceFolder, 'sso.json'), 'utf8');
    expect(text).toContain(`"port": ${String(localPort + 1)}`);
    expect(text).toContain('// What Acme builds');
  } finally {
    occupant.close();
  }
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('T2 T15 refusing and cancelling a sign-in say what happened, and the next one works', async ({ workbench }) => {
  const { notifications } = workbench;
  const status = workbench.statusBarItem(statusBarId);

  const refused = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
  await refused.getByRole('button', { name: 'Refuse' }).click();
  await expect(refused.getByRole('heading')).toContainText('not signed in');
  await expect(notifications.toast('The sign-in was declined')).toBeVisible();
  await expect(status).toContainText('Signed out (local)');
  await workbench.screenshot('fault-refused');
  await refused.close();

  const abandoned = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
  await expect(status).toContainText('Signing in');
  await notifications.button('Signing in to local', 'Cancel').click();
  await expect(workbench.page.locator('.part.statusbar')).toContainText('The sign-in was cancelled.');
  await expect(status).toContainText('Signed out (local)');
  await abandoned.close();

  const accepted = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
  await accepted.getByRole('button', { name: 'Continue as Carol Clark' }).click();
  await expect(status).toContainText('Carol Clark (local)');
  await accepted.close();
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('T48 F31 a killed provider is unknown at once; started again it has kept its registrations', async ({
  workbench,
  editor,
  localPort,
}) => {
  const { sideBar } = workbench;
  await sideBar.openContainer('SSO');
  await workbench.runCommand('SSO: Start Local Provider');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('not registered');
  await applyAll(workbench);
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('synced');
  process.kill(processOf(stateFolderOf(editor.userDataFolder, localPort)), 'SIGKILL');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('unknown: provider stopped');
  await workbench.runCommand('SSO: Start Local Provider');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('synced');
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('T48 the provider ends within 10 s after its last window, also when the extension host is killed', async ({
  workbench,
  editor,
  extensionHost,
  localPort,
  page,
}) => {
  await workbench.sideBar.openContainer('SSO');
  await workbench.runCommand('SSO: Start Local Provider');
  await expect(workbench.sideBar.treeRow('Applications', 'Shop')).toContainText('not registered');
  const provider = processOf(stateFolderOf(editor.userDataFolder, localPort));
  expect(isAlive(provider)).toBe(true);
  const host = await extensionHost.evaluate(() => process.pid);
  process.kill(host, 'SIGKILL');
  await page.close(); // else the editor starts another host, which joins the provider again
  await expect.poll(() => isAlive(provider), { timeout: 10_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
