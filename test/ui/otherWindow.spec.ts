/** Two windows of an editor in a browser, where the secret storage is read once by each and tells no other. */
import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';
import { signInAs, statusBarId } from './person.ts';

test.use({ sample: 'acme' });

test('F41 another window in the browser knows after a reload who signed in and out', async ({
  workbench,
  openWorkbench,
  page,
}) => {
  test.setTimeout(180_000);
  const status = workbench.statusBarItem(statusBarId);
  await signInAs(workbench, 'Alice Adams');
  const otherPage = await page.context().newPage();

  await test.step('a window that opens finds the session', async () => {
    const other = await openWorkbench(otherPage);
    await expect(other.statusBarItem(statusBarId)).toContainText('Alice Adams (local)');
  });

  await test.step('signed out in the first, the other is signed out too', async () => {
    await page.bringToFront();
    await workbench.runCommand('SSO: Sign Out');
    await expect(status).toContainText('Signed out (local)');
    const other = await openWorkbench(otherPage);
    await expect(other.statusBarItem(statusBarId)).toContainText('Signed out (local)');
  });

  await test.step('signed in there as somebody else, the first knows it in its turn', async () => {
    await otherPage.bringToFront();
    const other = await openWorkbench(otherPage);
    await signInAs(other, 'Bob Brown');
    await page.bringToFront();
    const first = await openWorkbench(page);
    await expect(first.statusBarItem(statusBarId)).toContainText('Bob Brown (local)');
    await first.runCommand('SSO: Stop Local Provider');
  });
});
