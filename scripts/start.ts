/**
 * `npm start`: builds, and opens VS Code with the extension and a sample workspace. `npm start -- --no-open` only prints
 * the address of an editor for the browser. Either way it waits until the editor is closed or Ctrl+C.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyWorkspace } from '../test/editorHost/host/copyWorkspace.ts';
import { endLocalProviders } from '../test/editorHost/host/localProviders.ts';
import { defaultSample, projectFolder } from '../test/editorHost/project.ts';
import { buildBundles } from './bundle/buildBundles.ts';
import { openInBrowser } from './start/openInBrowser.ts';
import { openInDesktop } from './start/openInDesktop.ts';

const { values } = parseArgs({ options: { 'no-open': { type: 'boolean', default: false } } });

/** Kept from start to start, and ignored by git. */
const profileFolder = join(projectFolder, '.editor-profile');
const workspaceFolder = join(profileFolder, 'sample');

const startedAt = Date.now();
process.once('exit', () => {
  endLocalProviders(profileFolder, startedAt);
});

if (await buildBundles({ development: false })) {
  if (!existsSync(workspaceFolder)) copyWorkspace(defaultSample, workspaceFolder);
  const opened = !values['no-open'] && (await openInDesktop(profileFolder, workspaceFolder));
  if (!opened) await openInBrowser(profileFolder, workspaceFolder, { openPage: !values['no-open'] });
} else {
  process.exitCode = 1;
}
