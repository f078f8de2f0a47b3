import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ownFolder } from '../../base/ownFolder.ts';
import { SsoError } from '../../base/ssoError.ts';
import type { Clock } from '../../ports.ts';
import { firstLine } from './answers.ts';

export interface Launch {
  readonly program: string;
  readonly stateFolder: string;
  readonly port: number;
  readonly declarationFile: string | undefined;
}

/** Milliseconds that the process may take until its first line. */
export const readyLimit = 10_000;

/**
 * Starts the provider as a process that outlives this one, and waits until it says that it is ready. Fails with
 * `localProvider.portTaken` or `localProvider.notStarted`; then nothing of it is left running.
 */
export async function launch(wanted: Launch, clock: Clock): Promise<void> {
  ownFolder(wanted.stateFolder);
  // Its errors go to a file: a pipe to this process would break the provider's writing once this process is gone.
  const errors = await open(join(wanted.stateFolder, 'provider.errors.log'), 'w', 0o600);
  try {
    const child = spawn(process.execPath, argumentsOf(wanted), {
      detached: true,
      env: cleanEnvironment(process.env),
      stdio: ['ignore', 'pipe', errors.fd],
      windowsHide: true,
    });
    try {
      const serving = await untilReady(child, wanted.port, clock);
      if (serving !== child.pid) await end(child); // another one was faster
    } catch (thrown) {
      await end(child);
      throw thrown;
    } finally {
      child.stdout?.destroy();
      child.unref();
    }
  } finally {
    await errors.close();
  }
}

/** Gone when it resolves: what is still about to end would go on writing to the state folder. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

function argumentsOf({ program, stateFolder, port, declarationFile }: Launch): string[] {
  const declaration = declarationFile === undefined ? [] : ['--declaration', declarationFile];
  return [program, '--state', stateFolder, '--port', String(port), ...declaration];
}

/** The editor's own variables would make the child behave as a part of the editor, or load code into it. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(NODE_|VSCODE_|ELECTRON_)/i.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

/** The id of the process that serves, which need not be this one. */
async function untilReady(child: ChildProcess, port: number, clock: Clock): Promise<number> {
  const line = await lineOf(child, clock);
  const said = firstLine.safeParse(parseLine(line));
  if (!said.success) throw notStarted('what it said was not understood');
  if (said.data.kind === 'ready') return said.data.pid;
  if (said.data.code === 'localProvider.portTaken') throw portTaken(port);
  throw notStarted(`it gave up with code ${said.data.code.slice(0, 60)}`);
}

function lineOf(child: ChildProcess, clock: Clock): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = clock.after(readyLimit, () => {
      reject(notStarted(`it said nothing within ${String(readyLimit / 1000)} seconds`));
    });
    child.once('error', (cause) => {
      limit.dispose();
      reject(notStarted('its process could not be made', cause));
    });
    child.once('close', (code) => {
      limit.dispose();
      reject(notStarted(`its process ended${code === null ? '' : ` with exit code ${String(code)}`}`));
    });
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      limit.dispose();
      resolve(line);
    });
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notStarted('what it said is no JSON');
  }
}

export function portTaken(port: number): SsoError {
  return new SsoError('localProvider.portTaken', {
    message: `Port ${String(port)} is in use by another program.`,
    hint: 'End that program, or declare another port for the environment in sso.json.',
  });
}

export function notStarted(why: string, cause?: unknown): SsoError {
  return new SsoError('localProvider.notStarted', {
    message: `The local provider did not start: ${why}.`,
    hint: 'Its file provider.log or provider.errors.log in the storage folder of the extension may say more.',
    cause,
  });
}
