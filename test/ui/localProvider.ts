/** The local provider of a browser test, from outside: where its state lies, its process, and its console. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../editorHost/project.ts';

/** State folder of the provider that listens on `port`, below the profile of the editor under test. */
export function stateFolderOf(userDataFolder: string, port: number): string {
  const parent = join(userDataFolder, 'User', 'globalStorage', 'sso-toolkit.sso-toolkit', 'localProviders');
  const folder = readdirSync(parent)
    .map((name) => join(parent, name))
    .find((candidate) => portOf(candidate) === port);
  if (folder === undefined) throw new Error(`no provider has its state for port ${String(port)} below ${parent}`);
  return folder;
}

/** Process id of the provider of a state folder. */
export const processOf = (stateFolder: string): number => running(stateFolder).pid;

/** A command of the provider's console, such as `set shop redirectUris http://localhost:3000/other`. */
export function inConsole(stateFolder: string, ...words: readonly string[]): string {
  const program = join(projectFolder, 'dist', 'localProvider.js');
  return execFileSync(process.execPath, [program, 'console', '--state', stateFolder, '--', ...words], {
    encoding: 'utf8',
  });
}

function portOf(stateFolder: string): number | undefined {
  return existsSync(join(stateFolder, 'running.json')) ? running(stateFolder).port : undefined;
}

const running = (stateFolder: string): { readonly pid: number; readonly port: number } =>
  JSON.parse(readFileSync(join(stateFolder, 'running.json'), 'utf8')) as { pid: number; port: number };
