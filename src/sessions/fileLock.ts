import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCode, isRecord } from '../base/foreign.ts';
import { isAlive } from '../base/processLife.ts';
import { SsoError } from '../base/ssoError.ts';
import { Turns } from '../base/turns.ts';
import type { Lock, Log } from '../ports.ts';

export interface FileLockOptions {
  /** A folder that all windows share. Made when absent. */
  readonly folder: string;
  readonly log: Log;
  /** After this long without a heartbeat a lock counts as left behind; milliseconds. Default 30 000. */
  readonly staleMs?: number;
  /** After this long of waiting: `session.locked`; milliseconds. Default 60 000. */
  readonly patienceMs?: number;
}

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

const pollMs = 40;

/**
 * A lock across processes: a file that is created exclusively, with its owner and a heartbeat. The lock of a dead
 * process, or without a heartbeat, is taken over. In a folder that cannot be written the work runs unprotected.
 */
export function fileLock({ folder, log, staleMs = 30_000, patienceMs = 60_000 }: FileLockOptions): Lock {
  const turns = new Turns(); // inside one process waiting needs no file
  return { during: (name, work) => turns.take(() => alone(name, work), name) };

  async function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const path = join(folder, `${encodeURIComponent(name)}.lock`);
    const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostname() };
    if (!(await acquire(path, owner))) return work();
    const heartbeat = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => {
        log.warn('The heartbeat of a lock could not be written.');
      });
    }, staleMs / 5);
    heartbeat.unref();
    try {
      return await work();
    } finally {
      clearInterval(heartbeat);
      await release(path, owner);
    }
  }

  /** False when the folder takes no locks at all. */
  async function acquire(path: string, owner: Owner): Promise<boolean> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const made = await create(path, JSON.stringify(owner));
      if (made === 'made') return true;
      if (made === 'impossible') {
        log.warn('Locks between windows cannot be kept in the storage folder; going on without.');
        return false;
      }
      if (await isAbandoned(path, staleMs)) await takeAway(path, staleMs);
      else await new Promise((resolve) => setTimeout(resolve, pollMs * (0.5 + Math.random())));
      if (performance.now() > deadline) {
        throw new SsoError('session.locked', {
          message: 'Another window is busy with the same session for unusually long.',
          hint: 'Try again; if it stays, close the other windows of the editor.',
        });
      }
    }
  }

  async function create(path: string, content: string): Promise<'made' | 'exists' | 'impossible'> {
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(content);
      } finally {
        await file.close();
      }
      return 'made';
    } catch (thrown) {
      // EPERM and EBUSY: on Windows, a file that is just being deleted
      return ['EEXIST', 'EPERM', 'EBUSY'].includes(errorCode(thrown)) ? 'exists' : 'impossible';
    }
  }
}

/**
 * Only who holds the file beside the lock may take it away, and looks again first: of two who saw the same dead lock,
 * the slower one would else take away the new lock of the faster.
 */
async function takeAway(path: string, staleMs: number): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await (await open(guard, 'wx', 0o600)).close();
  } catch (thrown) {
    if (errorCode(thrown) !== 'EEXIST') throw thrown;
    if (await isOlderThan(guard, staleMs)) await removed(guard);
    return;
  }
  try {
    if (await isAbandoned(path, staleMs)) await removed(path);
  } finally {
    await removed(guard);
  }
}

async function isAbandoned(path: string, staleMs: number): Promise<boolean> {
  if (await isOlderThan(path, staleMs)) return true;
  const owner = await ownerOf(path);
  return owner?.host === hostname() && !isAlive(owner.pid);
}

async function isOlderThan(path: string, milliseconds: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > milliseconds;
  } catch {
    return false; // gone: nothing to take away
  }
}

/** A process that slept past its heartbeat may find its lock taken over; then there is nothing of its own to release. */
async function release(path: string, { token }: Owner): Promise<void> {
  if ((await ownerOf(path))?.token === token) await removed(path);
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isRecord(value)) return undefined;
    const { token, pid, host } = value;
    return typeof token === 'string' && typeof pid === 'number' && typeof host === 'string'
      ? { token, pid, host }
      : undefined;
  } catch {
    return undefined; // gone, or just being written
  }
}

async function removed(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown;
  }
}
