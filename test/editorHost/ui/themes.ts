/** Colour themes as a person chooses them, for screenshots in each. */
import { expect } from '@playwright/test';
import type { ExtensionHost } from './extensionHost.ts';
import type { Workbench } from './workbench.ts';

/** Names for the setting `workbench.colorTheme`, with the class that the workbench then carries. */
export const themes = {
  dark: { name: 'Default Dark Modern', marker: 'vs-dark' },
  light: { name: 'Default Light Modern', marker: 'vs' },
  highContrast: { name: 'Default High Contrast', marker: 'hc-black' },
} as const;

export async function switchTheme(
  workbench: Workbench,
  extensionHost: ExtensionHost,
  theme: keyof typeof themes,
): Promise<void> {
  const { name, marker } = themes[theme];
  await extensionHost.evaluate(
    (vscode, value) =>
      vscode.workspace.getConfiguration('workbench').update('colorTheme', value, vscode.ConfigurationTarget.Global),
    name,
  );
  await expect(workbench.page.locator('.monaco-workbench')).toHaveClass(new RegExp(`(^|\\s)${marker}(\\s|$)`));
  await workbench.settle();
}
