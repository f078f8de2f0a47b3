import { SsoError } from '../base/ssoError.ts';
import type { LinkedFiles } from '../ports.ts';

/** Names that Windows gives to devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const control = /\p{Cc}/u;

/** What is wrong with a relative path of a file to be written, in words; undefined when every system takes it and it stays below its root. */
function pathProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (control.test(path)) return 'it holds a control character';
  if (path.startsWith('/') || path.startsWith('\\')) return 'it is absolute';
  if (/^[a-z]:/i.test(path)) return 'it names a drive';
  if (path.includes('\\')) return 'it holds a backslash';
  for (const name of path.split('/')) {
    if (name === '' || name === '.' || name === '..') return 'it leaves its folder or names it twice';
    if (new TextEncoder().encode(name).length > 255) return 'one of its names is longer than 255 bytes';
    if (/[<>:"|?*]/.test(name)) return 'it holds a character that not every system takes';
    if (/[. ]$/.test(name)) return 'one of its names ends in a dot or a space';
    if (deviceName.test(name)) return 'one of its names is a device on Windows';
  }
  return undefined;
}

/** Fails with `scaffold.unsafePath` for a path that could leave the folder or does not exist alike on every system. */
export function safePath(path: string): string {
  const problem = pathProblem(path);
  if (problem !== undefined) throw unsafe(path, problem);
  return path;
}

/** Looks at every path before the first one is written. Fails with `scaffold.unsafePath`, also for links and for names that differ from others in case only. */
export async function refuseUnsafe(files: LinkedFiles, paths: readonly string[]): Promise<void> {
  const spelt = new Map<string, string>();
  for (const path of paths) {
    safePath(path);
    const other = spelt.get(fold(path));
    if (other !== undefined && other !== path) throw unsafe(path, `it differs from ${other} in case only`);
    spelt.set(fold(path), path);
  }
  for (const path of paths) {
    if (await files.isLink(path)) throw unsafe(path, 'it is, or lies behind, a symbolic link');
    await refuseCaseClash(files, path);
  }
}

async function refuseCaseClash(files: LinkedFiles, path: string): Promise<void> {
  const names = path.split('/');
  for (const [depth, name] of names.entries()) {
    const entries = (await files.list(names.slice(0, depth).join('/'))).map((entry) => entry.replace(/\/$/, ''));
    const clash = entries.find((entry) => entry !== name && fold(entry) === fold(name));
    if (clash !== undefined && !entries.includes(name)) throw unsafe(path, `${clash} is there already`);
  }
}

const fold = (name: string): string => name.normalize('NFC').toLowerCase();

const unsafe = (path: string, problem: string): SsoError =>
  new SsoError('scaffold.unsafePath', {
    message: `${JSON.stringify(path.slice(0, 80))} is not written: ${problem}.`,
    hint: 'Nothing was changed.',
  });
