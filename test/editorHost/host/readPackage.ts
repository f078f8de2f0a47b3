/** Reads a .vsix, which is a zip archive with the extension below `extension/`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';

/** Every file of the package by its path. */
export async function readPackage(vsixFile: string): Promise<ReadonlyMap<string, Buffer>> {
  const archive = await JSZip.loadAsync(readFileSync(vsixFile));
  const files = Object.values(archive.files).filter(({ dir }) => !dir);
  return new Map(await Promise.all(files.map(async (file) => [file.name, await file.async('nodebuffer')] as const)));
}

/** Writes the extension as an editor would unpack it. */
export async function unpackExtension(vsixFile: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of await readPackage(vsixFile)) {
    if (!path.startsWith('extension/')) continue;
    const file = join(folder, path.slice('extension/'.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
