/** How it looks: the scenes of the README, in each theme, in a narrow side bar, and with very many applications. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { artifactsFolder } from '../editorHost/project.ts';
import { test } from '../editorHost/ui/fixtures.ts';
import { switchTheme } from '../editorHost/ui/themes.ts';
import { inConsole, stateFolderOf } from './localProvider.ts';
import { applyAll, signInAs, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

test('drift, access and the login page in every theme', async ({
  editor,
  extensionHost,
  openWorkbench,
  page,
  localPort: port,
}) => {
  test.setTimeout(180_000);
  const workbench = await openWorkbench(page);
  const { sideBar, editorArea } = workbench;
  await sideBar.openContainer('SSO');
  await expect(workbench.statusBarItem(statusBarId)).toContainText('Signed out (local)');
  await signInAs(workbench, 'Alice Adams');
  await applyAll(workbench);
  for (const name of ['Shop', 'Back Office', 'Orders']) {
    await expect(sideBar.treeRow('Applications', name)).toContainText('synced');
  }
  inConsole(stateFolderOf(editor.userDataFolder, port), 'set', 'shop', 'redirectUris', 'http://localhost:3000/old');
  inConsole(stateFolderOf(editor.userDataFolder, port), 'remove', 'back-office');
  await workbench.runCommand('SSO: Refresh');
  await expect(sideBar.treeRow('Applications', 'Shop')).toContainText('1 difference');
  await expect(sideBar.treeRow('Applications', 'Back Office')).toContainText('not registered');
  await sideBar.treeRow('Applications', 'Shop').locator('.monaco-tl-twistie').click();
  await editorArea.openFile('sso.json');
  await expect(editorArea.codeLens('1 difference')).toBeVisible();
  for (const theme of ['dark', 'highContrast', 'light'] as const) {
    await switchTheme(workbench, extensionHost, theme);
    await workbench.screenshot(`applications-${theme}`);
  }

  await workbench.screenshot('readme-applications');
  await workbench.runCommand('SSO: Compare Declared with Registered');
  await workbench.quickInput.pick('Shop');
  await expect(editorArea.diffSide('original')).toContainText('/old');
  await workbench.screenshot('readme-compare');

  await test.step('narrow', async () => {
    await page.setViewportSize({ width: 760, height: 800 });
    await workbench.screenshot('applications-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('the login page', async () => {
    const login = await page.context().newPage();
    await login.goto(loginUrl(port));
    for (const [colorScheme, name] of [
      ['dark', 'login-dark'],
      ['light', 'readme-signIn'],
    ] as const) {
      await login.emulateMedia({ colorScheme });
      await expect(login.getByRole('button', { name: 'Continue as Alice Adams' })).toBeFocused();
      await login.screenshot({ path: join(artifactsFolder, 'ui', `${name}.png`) });
    }
    await login.close();
  });
});

test('F34 ten thousand applications', async ({ openWorkbench, page, workspaceFolder }) => {
  test.setTimeout(120_000);
  const file = join(workspaceFolder, 'sso.json');
  const declared = Array.from({ length: 10_000 }, (_, index): [string, object] => [
    `app-${String(index).padStart(5, '0')}`,
    { type: 'web', urls: { local: `http://localhost:${String(10_000 + index)}` }, redirectPaths: ['/callback'] },
  ]);
  const content = JSON.parse(readFileSync(file, 'utf8').replace(/^\/\/.*$/gm, '')) as object;
  writeFileSync(file, JSON.stringify({ ...content, applications: Object.fromEntries(declared), groups: {} }, null, 2));
  const workbench = await openWorkbench(page);
  await workbench.sideBar.openContainer('SSO');
  const first = workbench.sideBar.treeRow('Applications', 'app-00000 – app-00199');
  await expect(first).toContainText('200 applications');
  await first.locator('.monaco-tl-twistie').click();
  await expect(workbench.sideBar.treeRow('Applications', 'app-00003')).toContainText('unknown: provider stopped');
  await workbench.screenshot('applications-10000');
});

/** An authorization request of the product's own client; nobody waits for its answer. */
function loginUrl(port: number): string {
  const url = new URL(`http://127.0.0.1:${String(port)}/auth`);
  url.search = new URLSearchParams({
    client_id: 'sso-toolkit',
    redirect_uri: 'http://127.0.0.1:1/callback',
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}
