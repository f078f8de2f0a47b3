/** Starts a VS Code server with its own profile on a free port of 127.0.0.1. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './freePort.ts';
import { nodeForServer } from './nodeForServer.ts';
import { endLocalProviders } from './localProviders.ts';
import { endWithParent, killGroup } from './processGroup.ts';
import { quietSettings } from './quietSettings.ts';
import { serverEnvironment } from './serverEnvironment.ts';
import { serverEntry } from './serverPaths.ts';

export interface ServerOptions {
  /** Profile and installed extensions; fresh temporary folders when left out. */
  userDataFolder?: string;
  extensionsFolder?: string;
  port?: number;
  /** Environment variables that the extension host shall see. */
  environment?: Record<string, string>;
  /** Ask whether a folder is trusted, and start in restricted mode. Off by default: every folder is trusted. */
  workspaceTrust?: boolean;
  /** Options of the VS Code server behind code-server, without the leading dashes. */
  editorOptions?: string[];
  logFile?: string;
}

export interface EditorServer {
  baseUrl: string;
  port: number;
  userDataFolder: string;
  extensionsFolder: string;
  startMilliseconds: number;
  process: ChildProcess;
  /** Ends the server with all its extension hosts, and removes its temporary folders. */
  stop(): Promise<void>;
}

const startTimeout = 60_000;

export async function startServer(options: ServerOptions = {}): Promise<EditorServer> {
  const temporaryFolders: string[] = [];
  const temporaryFolder = (prefix: string) => {
    const folder = mkdtempSync(join(tmpdir(), prefix));
    temporaryFolders.push(folder);
    return folder;
  };
  const userDataFolder = options.userDataFolder ?? temporaryFolder('editor-data-');
  const extensionsFolder = options.extensionsFolder ?? temporaryFolder('editor-extensions-');
  const port = options.port ?? (await freePort());
  if (!existsSync(serverEntry)) throw new Error('no server: run `node test/editorHost/setup.ts` first');
  if (!existsSync(settingsFile(userDataFolder))) writeUserSettings(userDataFolder);

  const startedAt = Date.now();
  const child = spawn(nodeForServer(), serverArguments({ userDataFolder, extensionsFolder, port }, options), {
    env: serverEnvironment(userDataFolder, options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // its own process group: see processGroup.ts
  });
  const output = collectOutput(child, options.logFile);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  endWithParent(child);

  const baseUrl = `http://127.0.0.1:${String(port)}`;
  await untilHealthy(baseUrl, child, output);

  return {
    baseUrl,
    port,
    userDataFolder,
    extensionsFolder,
    startMilliseconds: Date.now() - startedAt,
    process: child,
    async stop() {
      killGroup(child, 'SIGTERM');
      await Promise.race([exited, delay(5000, undefined, { ref: false })]);
      killGroup(child, 'SIGKILL');
      endLocalProviders(userDataFolder, startedAt);
      for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function settingsFile(userDataFolder: string): string {
  return join(userDataFolder, 'User', 'settings.json');
}

/** Replaces the user settings of a profile by quietSettings and `extra`. A running server notices. */
export function writeUserSettings(userDataFolder: string, extra: Record<string, unknown> = {}): void {
  const file = settingsFile(userDataFolder);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quietSettings, ...extra }, null, 2));
}

interface ServerPlace {
  userDataFolder: string;
  extensionsFolder: string;
  port: number;
}

function serverArguments(place: ServerPlace, options: ServerOptions): string[] {
  // force-disable-user-env: do not start a login shell to learn its environment (a second, and its PATH leaks in).
  const editorOptions = ['force-disable-user-env', ...(options.editorOptions ?? [])];
  return [
    serverEntry,
    ...['--config', join(place.userDataFolder, 'code-server.yaml')],
    ...['--auth', 'none'],
    ...['--bind-addr', `127.0.0.1:${String(place.port)}`],
    ...['--user-data-dir', place.userDataFolder],
    ...['--extensions-dir', place.extensionsFolder],
    '--disable-telemetry',
    '--disable-update-check',
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    '--ignore-last-opened',
    ...editorOptions.flatMap((option) => ['--vscode-option', option]),
  ];
}

function collectOutput(child: ChildProcess, logFile?: string): { text: string } {
  const output = { text: '' };
  const log = logFile ? createWriteStream(logFile) : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output.text += chunk.toString();
      log?.write(chunk);
    });
  }
  child.once('exit', () => log?.end());
  return output;
}

async function untilHealthy(baseUrl: string, child: ChildProcess, output: { text: string }): Promise<void> {
  const deadline = Date.now() + startTimeout;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server exited with ${String(child.exitCode)}\n${output.text}`);
    if (Date.now() > deadline) throw new Error(`the server did not answer in time\n${output.text}`);
    const response = await fetch(`${baseUrl}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
}
