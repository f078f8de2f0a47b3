/** Another extension asks for sessions, and the editor asks the person: the contract of an authentication provider. */
import { expect } from '@playwright/test';
import type { ExtensionHost } from '../editorHost/ui/extensionHost.ts';
import { test } from '../editorHost/ui/fixtures.ts';
import type { Workbench } from '../editorHost/ui/workbench.ts';
import type { Answer } from '../secondExtension/extension.ts';
import { signInAs, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

interface Question {
  readonly scopes: readonly string[];
  readonly options: object;
}

const ask = (extensionHost: ExtensionHost, scopes: readonly string[], options: object): Promise<Answer> =>
  extensionHost.evaluate<Answer, Question>(
    (vscode, question) => vscode.commands.executeCommand<Answer>('second.ask', question.scopes, question.options),
    { scopes, options },
  );

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

  await test.step('an environment is picked by its name, comes back among the scopes, and is never sent', async () => {
    const named = ['openid', 'profile', 'SSO_ENVIRONMENT:local'];
    const { session } = await ask(extensionHost, named, { createIfNone: true });
    expect([session?.id, session?.scopes]).toEqual([first?.id, named]);
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
    const answer = ask(extensionHost, scopes, { forceNewSession: true, clearSessionPreference: true });
    await continueAs(workbench, 'Bob Brown', () => dialog.button('Allow').click());
    const { session } = await answer;
    expect(session?.account.label).toContain('Bob Brown (127.0.0.1:');
    await expect(status).toContainText('Bob Brown +1 (local)');
    const alice = await ask(extensionHost, scopes, { account: first?.account, silent: true });
    expect(alice.session?.id).toBe(first?.id);
  });

  await test.step('G50 signing out reaches who holds the session, once', async () => {
    const changes = () => extensionHost.evaluate((vscode) => vscode.commands.executeCommand<number>('second.changes'));
    const before = await changes();
    await workbench.runCommand('SSO: Sign Out');
    await workbench.quickInput.pick('Bob Brown');
    await expect(status).toContainText('Alice Adams (local)');
    await expect.poll(changes).toBe(before + 1);
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
