import { expect } from '@playwright/test';
import { test } from '../editorHost/ui/fixtures.ts';

test('the package is installed and its view container opens', async ({ workbench }) => {
  await workbench.sideBar.openContainer('SSO');
  await expect(workbench.sideBar.view('Applications')).toBeVisible();
});
