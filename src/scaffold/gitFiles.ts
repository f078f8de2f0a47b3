import { SsoError } from '../base/ssoError.ts';
import type { Files } from '../ports.ts';
import { within } from './project.ts';

/**
 * True when the nearest `.gitignore` that speaks of `.env` ignores it; folders above the workspace are not looked at.
 * Asked before a secret is written there.
 */
export async function envIsIgnored(files: Files, folder: string): Promise<boolean> {
  for (const place of placesAbove(folder)) {
    const text = await files.read(within(place, '.gitignore'));
    const verdict = text === undefined ? undefined : verdictOn(text, place === folder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/** Whether a `.gitignore` keeps out the `.env` beside it. The last line that speaks of `.env` decides, as for git. */
export const ignoresEnv = (gitignore: string): boolean => verdictOn(gitignore, true) === true;

/** Undefined when no line speaks of `.env`. What is not clear counts as not ignoring (gitignore, PATTERN FORMAT). */
function verdictOn(gitignore: string, isBeside: boolean): boolean | undefined {
  const verdicts = gitignore
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '').replace(/ +$/, ''))
    .flatMap((line) => {
      if (line.startsWith('!')) return isAboutOthers(line.slice(1)) ? [] : [false];
      return ignores(line, isBeside) ? [true] : [];
    });
  return verdicts.at(-1);
}

/** Only for patterns without a folder: one with a slash is looked for from the place of its own `.gitignore` on. */
const ignores = (pattern: string, isBeside: boolean): boolean =>
  isEnv(pattern.replace(isBeside ? /^(?:\*\*)?\// : /^\*\*\//, '')) === 'yes';

/** True when the pattern ends in a name that `.env` cannot be, on no system. */
const isAboutOthers = (pattern: string): boolean =>
  isEnv(pattern.toLowerCase().replace(/\/$/, '').replace(/^.*\//, '')) === 'no';

/** Classes and escapes are not read, nor what is longer than a name. */
function isEnv(name: string): 'yes' | 'no' | 'unclear' {
  if (/[[\]\\]/.test(name) || name.length > 255) return 'unclear';
  const literal = name.replace(/[.+^${}()|]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`).test('.env') ? 'yes' : 'no';
}

/** Fails with `scaffold.envNotIgnored` when git tracks the `.env` of the folder: then no `.gitignore` keeps it out of a commit. */
export async function refuseTrackedEnv(files: Files, folder: string): Promise<void> {
  if (!(await envIsTracked(files, folder))) return;
  const path = within(folder, '.env');
  throw new SsoError('scaffold.envNotIgnored', {
    message: `${path} would hold secrets, and git tracks it already, so it was not written.`,
    hint: `Take it out of the index with "git rm --cached ${path}", then try again.`,
  });
}

async function envIsTracked(files: Files, folder: string): Promise<boolean> {
  for (const place of placesAbove(folder)) {
    const index = await files.read(within(place, '.git/index'));
    const path = within(folder, '.env').slice(place === '' ? 0 : place.length + 1);
    if (index !== undefined && namesPath(index, path)) return true;
  }
  return false;
}

/**
 * Looks for an entry of the index (gitformat-index, versions 2 to 4). The index is no text, but each of its ASCII bytes
 * comes through reading it as UTF-8: the length of the path, for some entries two more bytes of flags, the path, and a NUL.
 */
function namesPath(index: string, path: string): boolean {
  if (!index.startsWith('DIRC')) return false;
  const length = new TextEncoder().encode(path).length & 0xff;
  const before = length < 0x80 ? exactly(String.fromCharCode(length)) : String.raw`[^\0-\x7f]`;
  // Version 4 leaves out as many first letters as the path shares with the entry before, and says how many it cut there
  const isShortened = index.startsWith('\0\0\0\u0004', 4);
  const ends = isShortened ? Array.from(path, (_, from) => path.slice(from)) : [path];
  const cut = isShortened ? String.raw`[^\0-\x7f]*[\0-\x7f]` : '';
  return new RegExp(String.raw`${before}(?:[\x20\x40\x60]\0)?${cut}(?:${ends.map(exactly).join('|')})\0`, 'u').test(
    index,
  );
}

const exactly = (text: string): string =>
  Array.from(text, (letter) => String.raw`\u{${letter.codePointAt(0)?.toString(16) ?? ''}}`).join('');

/** The folder and those above it, nearest first; the workspace is ''. */
function placesAbove(folder: string): readonly string[] {
  const names = folder === '' ? [] : folder.split('/');
  return [...names.keys(), names.length].reverse().map((depth) => names.slice(0, depth).join('/'));
}
