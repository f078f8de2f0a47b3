/** Settings of a profile that starts for the first time; the person's own changes are kept. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const settings = {
  'workbench.startupEditor': 'welcomePage', // it lists the walkthrough
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never', // the sample lies inside this repository
  'telemetry.telemetryLevel': 'off',
  // else the editor offers the provider as "your application" as soon as it runs
  'remote.portsAttributes': { '9400': { label: 'Local provider of SSO Toolkit', onAutoForward: 'ignore' } },
};

export function writeFirstSettings(userDataFolder: string): void {
  const folder = join(userDataFolder, 'User');
  const file = join(folder, 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}
