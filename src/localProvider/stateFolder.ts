import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../base/foreign.ts';
import { ownFolder } from '../base/ownFolder.ts';

/** The one folder in which a provider keeps what outlives it. Only its owner may look inside (0700, files 0600). */
export interface StateFolder {
  readonly path: string;
  /** What was saved, or undefined. A file that cannot be read as JSON is set aside under another name, and said so to `onDamage`. */
  read(name: string): unknown;
  /** Old or new file, never half of one: temporary file, fsync, rename. */
  write(name: string, value: unknown): Promise<void>;
  /** Like write, but the first of several writers wins; false when the file was there already. */
  create(name: string, value: unknown): Promise<boolean>;
  remove(name: string): Promise<void>;
}

/** Fails with `localProvider.notStarted` where the folder cannot be for this user alone. */
export function openStateFolder(path: string, onDamage: (line: string) => void): StateFolder {
  ownFolder(path);
  return {
    path,
    read: (name) => {
      const file = join(path, name);
      const text = readIfThere(file);
      if (text === undefined) return undefined;
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        const aside = `${file}.damaged-${randomBytes(4).toString('hex')}`;
        renameSync(file, aside);
        onDamage(`${name} could not be read and was set aside as ${aside}.`);
        return undefined;
      }
    },
    write: async (name, value) => {
      await rename(await temporaryFile(path, name, value), join(path, name));
    },
    create: async (name, value) => {
      const temporary = await temporaryFile(path, name, value);
      try {
        await link(temporary, join(path, name)); // a rename would replace what another process has just made
        return true;
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
        return false;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    remove: (name) => rm(join(path, name), { force: true }),
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function temporaryFile(path: string, name: string, value: unknown): Promise<string> {
  const temporary = join(path, `.${name}.${randomBytes(6).toString('hex')}`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(value, undefined, 1)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}
