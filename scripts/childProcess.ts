/** Runs other programs, and never leaves one behind: whatever ends this process ends them first. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from '../test/editorHost/project.ts';

export interface CommandOptions {
  /** `show` passes everything on at once; `collect` keeps it for the caller. */
  readonly output: 'show' | 'collect';
  /** Added to this process' own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** For Windows' command files, which only its shell can run. */
  readonly shell?: boolean;
  /** Milliseconds after which the command is ended and counts as failed. */
  readonly timeout?: number;
}

export interface CommandResult {
  /** `undefined` when a signal or the time limit ended it. */
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly milliseconds: number;
}

/** Milliseconds between the polite signal and the last one. */
const graceTime = 5000;

const running = new Set<ChildProcess>();

/** A tool from node_modules by its script, run with the Node that runs this. */
export function runNodeTool(script: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return runCommand(process.execPath, [join(projectFolder, script), ...args], options);
}

export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  endChildrenOnSignals();
  const startedAt = Date.now();
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: { ...process.env, ...options.environment },
    stdio: options.output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    shell: options.shell ?? false,
    detached: process.platform !== 'win32', // a group of its own, so that one signal reaches all of it
  });
  running.add(child);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));

  const timer = options.timeout === undefined ? undefined : setTimeout(() => void endChild(child), options.timeout);
  try {
    const exitCode = await exitOf(child);
    const output = Buffer.concat(chunks).toString();
    return { exitCode: exitCode ?? undefined, output, milliseconds: Date.now() - startedAt };
  } finally {
    clearTimeout(timer);
    signalGroup(child, 'SIGKILL'); // what it started and forgot
    running.delete(child);
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGINT');
  for (const deadline = Date.now() + graceTime; Date.now() < deadline && isRunning(child);) await delay(50);
  signalGroup(child, 'SIGKILL');
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

/** macOS answers EPERM for a group whose only members are dead. */
const isNoSuchProcess = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');

let watching = false;

function endChildrenOnSignals(): void {
  if (watching) return;
  watching = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void Promise.all([...running].map(endChild)).then(() => process.exit(130));
    });
  }
}
