/** Another extension asks for sessions, and the editor asks the person: the contract of an authentication provider. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { commandIds } from '../../src/commands/names.ts';
import type { ExtensionHost } from '../editorHost/ui/extensionHost.ts';
import { test } from '../editorHost/ui/fixtures.ts';
import type { Workbench } from '../editorHost/ui/workbench.ts';
import type { Answer } from '../secondExtension/extension.ts';
import { signInAs, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

/** As the editor and other extensions know an account: with its issuer. */
const named = (person: string, localPort: number): string => `${person} (127.0.0.1:${String(localPort)})`;

interface Question {
  readonly scopes: readonly string[];
  readonly options: object;
}

const ask = (extensionHost: ExtensionHost, scopes: readonly string[], options: object): Promise<Answer> =>
  extensionHost.evaluate<Answer, Question>(
    (vscode, question) => vscode.commands.executeCommand<Answer>('second.ask', question.scopes, question.options),
    { scopes, options },
  );

const accounts = (extensionHost: ExtensionHost): Promise<readonly string[]> =>
  extensionHost.evaluate(async (vscode) => (await vscode.authentication.getAccounts('sso')).map(({ label }) => label));

const changes = (extensionHost: ExtensionHost): Promise<number> =>
  extensionHost.evaluate((vscode) => vscode.commands.executeCommand<number>('second.changes'));

async function continueAs(workbench: Workbench, name: string, open: () => Promise<void>): Promise<void> {
  const login = await workbench.browserPage(open);
  await login.getByRole('button', { name: `Continue as ${name}` }).click();
  await expect(login.getByText(`You are signed in as ${name}`)).toBeVisible();
  await login.close();
}

test('G46 G48 T38 another extension gets a session of just the scopes that it asked for, after the person agreed', async ({
  workbench,
  extensionHost,
}) => {
  test.setTimeout(180_000);
  const { dialog } = workbench;
  const status = workbench.statusBarItem(statusBarId);
  const scopes = ['profile', 'openid'];

  await test.step('asking silently opens nothing', async () => {
    expect(await ask(extensionHost, scopes, { silent: true })).toEqual({});
    await expect(dialog.box).toHaveCount(0);
  });

  await test.step('refused by the person, nothing is signed in', async () => {
    const answer = ask(extensionHost, scopes, { createIfNone: true });
    await expect(dialog.box).toContainText("'Second Extension' wants to sign in using SSO Toolkit");
    await workbench.screenshot('consent');
    await dialog.button('Cancel').click();
    expect((await answer).error).toMatch(/did not consent|cancel/i);
    await expect(status).toContainText('Signed out (local)');
  });

  const first = await test.step('allowed, the person signs in, and just the scopes come back as asked', async () => {
    const answer = ask(extensionHost, scopes, { createIfNone: true });
    await continueAs(workbench, 'Alice Adams', () => dialog.button('Allow').click());
    const { session } = await answer;
    expect(session?.scopes).toEqual(scopes);
    expect(session?.account.label).toMatch(/^Alice Adams \(127\.0\.0\.1:\d+\)$/);
    await expect(status).toContainText('Alice Adams (local)');
    return session;
  });

  await test.step('G49 G47 asked again, in another order, it is the same session without a question', async () => {
    const { session } = await ask(extensionHost, ['openid', 'profile', 'openid'], { createIfNone: true });
    expect([session?.id, session?.fingerprint]).toEqual([first?.id, first?.fingerprint]);
    await expect(dialog.box).toHaveCount(0);
  });

  await test.step('an environment is picked by its name, and comes back among the scopes', async () => {
    const inLocal = ['openid', 'profile', 'SSO_ENVIRONMENT:local'];
    const { session } = await ask(extensionHost, inLocal, { createIfNone: true });
    expect([session?.id, session?.scopes]).toEqual([first?.id, inLocal]);
  });

  await test.step('G51 one that is not there is an error that names those that are', async () => {
    const unknown = ['openid', 'SSO_ENVIRONMENT:moon'];
    const answer = ask(extensionHost, unknown, { createIfNone: true });
    await dialog.button('Allow').click();
    const { error } = await answer;
    expect(error).toContain('no environment "moon"');
    expect(error).toContain('local');
  });

  await test.step('G52 another account stands beside the first, and each can be asked for', async () => {
    const inLocal = [...scopes, 'SSO_ENVIRONMENT:local'];
    const answer = ask(extensionHost, inLocal, { forceNewSession: true, clearSessionPreference: true });
    await continueAs(workbench, 'Bob Brown', () => dialog.button('Allow').click());
    const { session } = await answer;
    expect(session?.account.label).toContain('Bob Brown (127.0.0.1:');
    expect(session?.scopes).toEqual(inLocal);
    await expect(status).toContainText('Bob Brown +1 (local)');
    const alice = await ask(extensionHost, scopes, { account: first?.account, silent: true });
    expect(alice.session?.id).toBe(first?.id);
  });

  await test.step('G50 signing out reaches who holds the session, once', async () => {
    const before = await changes(extensionHost);
    await workbench.runCommand('SSO: Sign Out');
    await workbench.quickInput.pick('Bob Brown');
    await expect(status).toContainText('Alice Adams (local)');
    await expect.poll(() => changes(extensionHost)).toBe(before + 1);
    expect((await ask(extensionHost, scopes, { account: first?.account, silent: true })).session?.id).toBe(first?.id);
  });
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('T38 a session of the person is not handed out without the person', async ({ workbench, extensionHost }) => {
  await signInAs(workbench, 'Alice Adams');
  expect(await ask(extensionHost, ['openid', 'profile', 'email'], { silent: true })).toEqual({});
  const answer = ask(extensionHost, ['openid', 'profile', 'email'], { createIfNone: true });
  await expect(workbench.dialog.box).toContainText('Second Extension');
  await workbench.dialog.button('Allow').click();
  await expect(workbench.quickInput.row('Sign in to another account')).toBeVisible();
  await workbench.screenshot('consent-known-account');
  await workbench.quickInput.pick('Alice Adams');
  expect((await answer).session?.account.label).toContain('Alice Adams (127.0.0.1:');
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('G50 G52 the Accounts menu signs in for who waits, and out again', async ({
  workbench,
  extensionHost,
  localPort,
  page,
}) => {
  test.setTimeout(180_000);
  const { dialog } = workbench;
  const status = workbench.statusBarItem(statusBarId);
  const scopes = ['openid', 'profile'];
  const [alice, bob] = [named('Alice Adams', localPort), named('Bob Brown', localPort)];
  const menuItem = (name: string) => page.locator('.monaco-menu').getByRole('menuitem', { name });
  const openAccounts = () => page.locator('.activitybar').getByRole('button', { name: 'Accounts' }).click();
  await signInAs(workbench, 'Alice Adams');

  await test.step('asked in passing, the menu waits for the person, who signs in as Bob', async () => {
    expect(await ask(extensionHost, ['openid', 'email'], {})).toEqual({});
    await openAccounts();
    await workbench.screenshot('accounts-menu-request');
    await continueAs(workbench, 'Bob Brown', () => menuItem('Second Extension').click());
    await expect(status).toContainText('Bob Brown +1 (local)');
    expect([...(await accounts(extensionHost))].sort()).toEqual([alice, bob]);
    const { session } = await ask(extensionHost, ['openid', 'email'], { silent: true });
    expect([session?.account.label, session?.scopes]).toEqual([bob, ['openid', 'email']]);
    expect(await ask(extensionHost, scopes, { silent: true })).toEqual({}); // Alice agreed to nothing
  });

  await test.step('signed out there, the session is gone for everybody', async () => {
    const before = await changes(extensionHost);
    await openAccounts();
    await menuItem(`${bob} (SSO Toolkit)`).click();
    await expect(menuItem('Sign Out')).toBeVisible();
    await workbench.screenshot('accounts-menu');
    await menuItem('Sign Out').click();
    await dialog.button('Sign Out').click();
    await expect(status).toContainText('Alice Adams (local)');
    expect(await accounts(extensionHost)).toEqual([alice]);
    // ours, and one of the editor's own: it forgets what the person had allowed for the account
    await expect.poll(() => changes(extensionHost)).toBe(before + 2);
    expect(await ask(extensionHost, ['openid', 'email'], { silent: true })).toEqual({});
  });
  await workbench.runCommand('SSO: Stop Local Provider');
});

test('T37 another extension calls every command with odd arguments, is handed nothing, and changes no file', async ({
  workbench,
  extensionHost,
  workspaceFolder,
}) => {
  test.setTimeout(180_000);
  const files = (): readonly string[] =>
    readdirSync(workspaceFolder).map((name) => `${name}\n${readFileSync(join(workspaceFolder, name), 'utf8')}`);
  await signInAs(workbench, 'Alice Adams');
  const before = files();
  const opensWindow: readonly string[] = [commandIds.openSample];
  for (const id of Object.values(commandIds).filter((each) => !opensWindow.includes(each))) {
    const over = new AbortController();
    const answers = extensionHost
      .evaluate<readonly string[], string>(
        (vscode, command) => vscode.commands.executeCommand<readonly string[]>('second.callOddly', command),
        id,
      )
      .finally(() => {
        over.abort();
      });
    while (!over.signal.aborted) {
      await delay(100);
      await dismiss(workbench, extensionHost);
    }
    expect({ id, answers: new Set(await answers) }).toEqual({ id, answers: new Set(['nothing']) });
  }
  expect(files()).toEqual(before);
});

/** Says no to whatever is asked. A sign-in is cancelled where it waits: Escape would only hide that. */
async function dismiss({ page }: Workbench, extensionHost: ExtensionHost): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
  const cancel = page.locator('.notification-toast').getByRole('button', { name: 'Cancel' });
  const question = page.locator('.quick-input-widget:visible, .monaco-dialog-box');
  if ((await cancel.count()) > 0)
    await cancel.first().evaluate((button: HTMLElement) => {
      button.click();
    });
  else if ((await question.count()) > 0) await page.keyboard.press('Escape');
  else await extensionHost.evaluate((vscode) => vscode.commands.executeCommand('notifications.clearAll'));
}
