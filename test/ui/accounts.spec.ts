/** Several accounts side by side: the view of the providers, switching, and signing out here or at the provider too. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { switchTheme } from '../editorHost/ui/themes.ts';
import { signInAs, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

test('G52 two accounts are switched, and signed out one by one', async ({ workbench, extensionHost, page }) => {
  test.setTimeout(120_000);
  const { sideBar, quickInput, notifications } = workbench;
  const status = workbench.statusBarItem(statusBarId);
  const row = (name: string) => sideBar.treeRow('Identity Providers', name);
  await sideBar.openContainer('SSO');
  await expect(row('local')).toContainText('in use, signed out');
  await signInAs(workbench, 'Alice Adams');
  await expect(row('local')).toContainText('in use, Alice Adams');
  await expect(row('Alice Adams').last()).toContainText('renewed when needed');

  await test.step('somebody else signs in beside Alice', async () => {
    const login = await workbench.browserPage(async () => {
      await workbench.runCommand('SSO: Switch Account…');
      await quickInput.pick('Sign in with another account…');
    });
    await login.getByRole('button', { name: 'Continue as Bob Brown' }).click();
    await expect(login.getByText('You are signed in as Bob Brown')).toBeVisible();
    await login.close();
    await expect(status).toContainText('Bob Brown +1 (local)');
    await expect(row('local')).toContainText('in use, Bob Brown');
  });

  await test.step('it looks right in every theme, and in a narrow side bar', async () => {
    await row('Bob Brown').last().locator('.monaco-tl-twistie').click();
    await expect(row('Signed in')).toContainText('back to a port of this machine');
    for (const theme of ['dark', 'highContrast', 'light'] as const) {
      await switchTheme(workbench, extensionHost, theme);
      await workbench.screenshot(`providers-${theme}`);
    }
    await page.setViewportSize({ width: 760, height: 800 });
    await workbench.screenshot('providers-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('the account in use is changed, and outlives a reload', async () => {
    await workbench.runCommand('SSO: Switch Account…');
    await workbench.screenshot('switch-account');
    await quickInput.pick('Alice Adams');
    await expect(status).toContainText('Alice Adams +1 (local)');
    await expect(row('local')).toContainText('in use, Alice Adams');
  });

  await test.step('one is signed out here, the other at the provider too', async () => {
    await sideBar.clickRowAction('Identity Providers', 'Bob Brown', 'Sign Out');
    await expect(status).toContainText('Alice Adams (local)');
    const page = await workbench.browserPage(() => workbench.runCommand('SSO: Sign Out Also at the Provider'));
    await expect(status).toContainText('Signed out (local)');
    await page.close();
    const login = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
    await expect(login.getByRole('button', { name: 'Continue as Alice Adams' })).toBeVisible();
    await login.close();
    await notifications.button('Signing in to local', 'Cancel').click();
  });
  await workbench.runCommand('SSO: Stop Local Provider');
});
