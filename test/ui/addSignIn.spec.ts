/** Sign-in added to an application that had none, tried in the browser by a clerk and a manager. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { freePort } from '../editorHost/host/freePort.ts';
import { test } from '../editorHost/ui/fixtures.ts';
import { useLocalPort } from '../editorHost/ui/localPort.ts';
import { startScaffoldedApp } from './scaffoldedApp.ts';

test('an application is given sign-in, a guarded page, and a logout that does not loop', async ({
  workbench,
  workspaceFolder,
  localPort,
  page,
}) => {
  test.setTimeout(180_000);
  const { sideBar, dialog, editorArea, notifications } = workbench;
  const appPort = await freePort();

  await test.step('every change is shown before it is made', async () => {
    await sideBar.openContainer('SSO');
    await sideBar.welcome('Applications').getByText('Declare Applications').click();
    await expect(editorArea.tab('sso.json')).toBeVisible();
    useLocalPort(workspaceFolder, localPort);
    const file = join(workspaceFolder, 'sso.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(':3000', `:${String(appPort)}`));
    await expect(editorArea.line(`localhost:${String(appPort)}`)).toBeVisible();
    await workbench.runCommand('SSO: Start Local Provider');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('not registered');
    await workbench.runCommand('SSO: Add Sign-In to This Application');
    const preview = page.locator('.bulk-edit-panel');
    await expect(preview.getByText('auth.js')).toBeVisible();
    await expect(preview.getByText('server.js')).toBeVisible();
    await workbench.screenshot('add-sign-in-preview');
    expect(readFileSync(join(workspaceFolder, 'server.js'), 'utf8')).not.toContain('auth.js');
    await preview.getByRole('button', { name: 'Apply' }).click();
  });

  await test.step('the redirect URI is registered, and .env is written', async () => {
    await expect(dialog.box).toContainText(`http://localhost:${String(appPort)}/auth/callback`);
    await dialog.button('Apply').click();
    await expect(notifications.toast('/prices is now for the role manager only')).toBeVisible();
    await workbench.screenshot('add-sign-in-done');
    await expect(sideBar.treeRow('Applications', 'plain-express')).toContainText('synced');
    const environment = readFileSync(join(workspaceFolder, '.env'), 'utf8');
    expect(environment).toMatch(/^SSO_CLIENT_ID=plain-express$/m);
    expect(environment).toMatch(/^SSO_CLIENT_SECRET=.{20,}$/m);
    expect(readFileSync(join(workspaceFolder, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
  });

  await test.step('clerk and manager use the application', async () => {
    const application = await startScaffoldedApp(workspaceFolder, appPort);
    const visitor = await page.context().newPage();
    try {
      await visitor.goto(`${application.url}/prices`);
      await visitor.getByRole('button', { name: 'Continue as Alice Adams' }).click();
      await expect(visitor).toHaveURL(`${application.url}/prices`);
      await expect(visitor.getByRole('heading')).toContainText('Not for you');
      await visitor.goto(`${application.url}/auth/logout`);
      await expectSignedOut(visitor, application.url);
      await visitor.goto(`${application.url}/prices`);
      await visitor.getByRole('button', { name: 'Continue as Bob Brown' }).click();
      await expect(visitor.getByRole('heading', { name: 'Prices' })).toBeVisible();
      await visitor.goto(`${application.url}/auth/logout`);
      await expectSignedOut(visitor, application.url);
    } finally {
      await visitor.close();
      await application.stop();
    }
  });

  await test.step('a second run changes nothing', async () => {
    await notifications.toast('plain-express has sign-in').getByRole('button', { name: 'Clear' }).first().click();
    const before = readFileSync(join(workspaceFolder, 'server.js'), 'utf8');
    await workbench.runCommand('SSO: Add Sign-In to This Application');
    await expect(notifications.toast('plain-express has sign-in already. Nothing was changed.')).toBeVisible();
    expect(readFileSync(join(workspaceFolder, 'server.js'), 'utf8')).toBe(before);
  });
  await workbench.runCommand('SSO: Stop Local Provider');
});

/** Signed out here and at the provider: the guarded page asks who is there instead of letting the last person in. */
async function expectSignedOut(visitor: Page, url: string): Promise<void> {
  await expect(visitor).toHaveURL(`${url}/`);
  await visitor.goto(`${url}/prices`);
  await expect(visitor.getByRole('heading', { name: 'Sign in to plain-express' })).toBeVisible();
}
