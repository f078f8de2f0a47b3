import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../src/base/foreign.ts';
import type { LinkedFiles } from '../../src/ports.ts';

/** The files below a folder of the disk. */
export const diskFiles = (root: string): LinkedFiles => ({
  read: (path) => orElse(readFile(join(root, path), 'utf8'), undefined),
  write: async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  },
  list: async (path) => {
    const entries = await orElse(readdir(join(root, path), { withFileTypes: true }), []);
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  },
  isLink: async (path) => {
    const names = path.split('/');
    for (const depth of names.keys()) {
      const stats = await orElse(lstat(join(root, ...names.slice(0, depth + 1))), undefined);
      if (stats?.isSymbolicLink() === true) return true;
    }
    return false;
  },
});

async function orElse<Value, Other>(work: Promise<Value>, otherwise: Other): Promise<Value | Other> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return otherwise;
    throw error;
  }
}
