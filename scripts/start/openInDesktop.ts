/** Opens a desktop VS Code: the one that $VSCODE_PATH names, else `code` on the path, else a downloaded one. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { messageOf } from '../../test/editorHost/host/thrownValue.ts';
import { projectFolder } from '../../test/editorHost/project.ts';
import { runCommand } from '../childProcess.ts';
import { writeFirstSettings } from './firstSettings.ts';

/** Milliseconds that an editor needs at least: one that ended earlier could not open a window. */
const shortestSession = 5000;

/** Milliseconds for the first answer of the download server. */
const downloadTimeout = 15_000;

/** Returns false when there is no desktop VS Code, or when it cannot open a window here. */
export async function openInDesktop(profileFolder: string, workspaceFolder: string): Promise<boolean> {
  const editor = await findDesktop();
  if (editor === undefined) return false;
  console.log(`Opening ${editor}. Close its window or press Ctrl+C to end.`);
  const userDataFolder = join(profileFolder, 'desktop');
  writeFirstSettings(userDataFolder);
  const { exitCode, milliseconds } = await runCommand(editor, editorArguments(userDataFolder, workspaceFolder), {
    output: 'show',
    shell: process.platform === 'win32' && editor.endsWith('.cmd'),
  });
  const opened = exitCode === 0 || milliseconds > shortestSession;
  if (!opened) console.log(`It could not open a window (exit code ${String(exitCode)}).`);
  return opened;
}

async function findDesktop(): Promise<string | undefined> {
  const chosen = process.env['VSCODE_PATH'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`VSCODE_PATH names a file that does not exist: ${chosen}`);
    return chosen;
  }
  return findOnPath() ?? (hasDisplay() ? download() : undefined);
}

function findOnPath(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

async function download(): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', timeout: downloadTimeout });
  } catch (error) {
    console.log(`No VS Code could be downloaded: ${messageOf(error)}`);
    return undefined;
  }
}

/** `--wait` keeps the command running as long as the window is open. The sample is ours: no question whether to trust it. */
function editorArguments(userDataFolder: string, workspaceFolder: string): readonly string[] {
  return [
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${projectFolder}`,
    `--user-data-dir=${userDataFolder}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    workspaceFolder,
  ];
}
