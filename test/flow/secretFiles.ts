import { readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../../src/ports.ts';

/** A secret storage that several processes share, one file per key. It tells nobody of changes. */
export function secretFiles(folder: string): Secrets {
  const path = (key: string): string => join(folder, `${encodeURIComponent(key)}.secret`);
  return {
    get: (key) => readFile(path(key), 'utf8').catch(() => undefined),
    store: async (key, value) => {
      const half = `${path(key)}.${String(process.pid)}`;
      await writeFile(half, value);
      await rename(half, path(key));
    },
    delete: (key) => rm(path(key), { force: true }),
    keys: () =>
      Promise.resolve(
        readdirSync(folder)
          .filter((name) => name.endsWith('.secret'))
          .map((name) => decodeURIComponent(name.slice(0, -'.secret'.length))),
      ),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}
