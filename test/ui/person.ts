/** What a person does with the product in several tests. */
import { expect } from '@playwright/test';
import type { Workbench } from '../editorHost/ui/workbench.ts';

export const statusBarId = 'sso-toolkit.sso-toolkit.sso.status';

/** Runs *Sign In*, picks a person on the provider's page, and comes back. */
export async function signInAs(workbench: Workbench, name: string): Promise<void> {
  const login = await workbench.browserPage(() => workbench.runCommand('SSO: Sign In'));
  await login.getByRole('button', { name: `Continue as ${name}` }).click();
  await expect(login.getByText(`You are signed in as ${name}`)).toBeVisible();
  await login.close();
  await expect(workbench.statusBarItem(statusBarId)).toContainText(name);
}

/** Runs *Apply* for everything, and agrees to the plan. */
export async function applyAll(workbench: Workbench): Promise<void> {
  await workbench.runCommand('SSO: Apply');
  await workbench.dialog.button('Apply').click();
  await expect(workbench.dialog.box).toHaveCount(0);
}
