/** The whole way at a provider that somebody else wrote, in the real workbench and through its real login page. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import type { Workbench } from '../editorHost/ui/workbench.ts';
import { Realm } from '../keycloak/realm.ts';
import { statusBarId } from './person.ts';

let realm: Realm;
test.beforeAll(async () => {
  realm = await new Realm().make();
});
test.afterAll(() => realm.remove());

/** A test that follows must not meet them: settings of a person outlive a window. */
test.afterEach(({ extensionHost }) =>
  extensionHost.evaluate(async (vscode) => {
    const settings = vscode.workspace.getConfiguration();
    for (const name of ['sso.signIn.allowHttpOnLoopback', 'sso.signIn.flow']) {
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
  }),
);

/** The file of somebody whose team has a Keycloak. */
function declareStaging(folder: string, localPort: number): void {
  const environments = {
    local: { provider: 'local', port: localPort },
    staging: {
      provider: 'keycloak',
      issuer: realm.issuer,
      signIn: { clientId: 'sso-toolkit', postLogoutRedirectUri: 'http://127.0.0.1/callback' },
    },
  };
  const applications = { shop: { name: 'Shop', type: 'web', urls: { staging: 'https://shop.example.com' } } };
  writeFileSync(join(folder, 'sso.json'), JSON.stringify({ environments, applications }, null, 2));
}

async function typeCredentials(page: Page, name: string): Promise<void> {
  await page.locator('#username').fill(name);
  await page.locator('#password').fill(realm.password);
  await page.locator('#kc-login').click();
}

const onRow = (workbench: Workbench, row: string, action: string): Promise<void> =>
  workbench.sideBar.clickRowAction('Identity Providers', row, action);

test('K64 a real Keycloak: first contact, its own login page, capabilities, and signing out there too', async ({
  workbench,
  extensionHost,
  workspaceFolder,
  localPort,
}) => {
  test.setTimeout(180_000);
  const { sideBar, dialog, notifications } = workbench;
  const status = workbench.statusBarItem(statusBarId);
  declareStaging(workspaceFolder, localPort);
  await sideBar.openContainer('SSO');
  await expect(sideBar.treeRow('Identity Providers', 'staging')).toContainText('signed out');

  await test.step('http on this machine needs the setting of the person', async () => {
    await onRow(workbench, 'staging', 'Sign In');
    await expect(notifications.toast('uses http, which is taken for the local provider only')).toBeVisible();
    await workbench.screenshot('keycloak-http');
    await extensionHost.evaluate((vscode) =>
      vscode.workspace
        .getConfiguration()
        .update('sso.signIn.allowHttpOnLoopback', true, vscode.ConfigurationTarget.Global),
    );
  });

  await test.step('the first contact names the exact origin, and refusing it sends nothing', async () => {
    await onRow(workbench, 'staging', 'Sign In');
    await expect(dialog.box).toContainText(`Sign in at ${new URL(realm.issuer).origin}?`);
    await expect(dialog.box).toContainText(realm.issuer);
    await workbench.screenshot('keycloak-first-contact');
    await dialog.button('Cancel').click();
    await expect(sideBar.treeRow('Identity Providers', 'staging')).toContainText('signed out');
  });

  await test.step('a person signs in on the page of Keycloak', async () => {
    const login = await workbench.browserPage(async () => {
      await onRow(workbench, 'staging', 'Sign In');
      await dialog.button('Continue').click();
    });
    await expect(login.locator('#kc-login')).toBeVisible();
    await login.screenshot({ path: test.info().outputPath('keycloak-login.png') });
    await typeCredentials(login, 'alice');
    await expect(login.getByText('You are signed in as Alice Adams')).toBeVisible();
    expect(new URL(login.url()).search).toBe('');
    await login.close();
    await expect(sideBar.treeRow('Identity Providers', 'staging')).toContainText('Alice Adams');
  });

  await test.step('the environment is taken into use, and says what its provider can do', async () => {
    await onRow(workbench, 'staging', 'Use Environment…');
    await expect(status).toContainText('Alice Adams (staging)');
    const twistie = sideBar.treeRow('Identity Providers', 'staging').locator('.monaco-tl-twistie');
    await expect(sideBar.treeRow('Identity Providers', 'staging')).toContainText('in use, Alice Adams');
    if (await twistie.evaluate((element) => element.classList.contains('collapsed'))) await twistie.click();
    await expect(sideBar.treeRow('Identity Providers', 'Connection').last()).toContainText('reachable');
    await sideBar.treeRow('Identity Providers', 'Capabilities').locator('.monaco-tl-twistie').click();
    await workbench.screenshot('keycloak-signed-in');
  });

  await test.step('the second time nothing is asked, and Keycloak knows the person', async () => {
    const again = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
    await expect(again.getByText('You are signed in as Alice Adams')).toBeVisible();
    await again.close();
    await expect(dialog.box).toHaveCount(0);
  });

  await test.step('signed out at Keycloak too, it asks for the password again', async () => {
    const goodbye = await workbench.browserPage(() => workbench.runCommand('SSO: Sign Out Also at the Provider'));
    await expect(goodbye.getByText('You are signed out at the provider too')).toBeVisible();
    await goodbye.close();
    await expect(status).toContainText('Signed out (staging)');
    const login = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
    await expect(login.locator('#kc-login')).toBeVisible();
    await login.close();
    await notifications.button('Signing in to staging', 'Cancel').click();
    await expect(status).toContainText('Signed out (staging)');
  });
});

test('H56 a real Keycloak: the device code is shown, and typed in on its page', async ({
  workbench,
  extensionHost,
  workspaceFolder,
  localPort,
  page,
}) => {
  test.setTimeout(120_000);
  const { sideBar, dialog } = workbench;
  declareStaging(workspaceFolder, localPort);
  await extensionHost.evaluate(async (vscode) => {
    const settings = vscode.workspace.getConfiguration();
    await settings.update('sso.signIn.allowHttpOnLoopback', true, vscode.ConfigurationTarget.Global);
    await settings.update('sso.signIn.flow', 'deviceCode', vscode.ConfigurationTarget.Global);
  });
  await sideBar.openContainer('SSO');
  await onRow(workbench, 'staging', 'Sign In');
  await dialog.button('Continue').click();
  await expect(dialog.box).toContainText('Your code');
  await workbench.screenshot('keycloak-device-code');
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(await dialog.box.innerText())?.[0] ?? '';
  const opened = await workbench.browserPage(() => dialog.button('Copy Code and Open Page').click());
  await opened.close(); // an editor in a browser sends addresses of this machine through its own proxy
  const device = await page.context().newPage(); // as on another device
  await device.goto(`${realm.issuer}/device?user_code=${code}`);
  await typeCredentials(device, 'bob');
  await device.getByRole('button', { name: 'Yes' }).click();
  await expect(sideBar.treeRow('Identity Providers', 'staging')).toContainText('Bob Brown');
  await device.close();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});
