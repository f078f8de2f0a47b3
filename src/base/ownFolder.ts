import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { SsoError } from './ssoError.ts';

/** Who owns what. POSIX only: Windows guards folders by other means, and has no user id. */
export interface Owners {
  readonly me: number | undefined;
  /** Of the folder, of a link in its place, or of what lies in it. */
  readonly lstat: (path: string) => Pick<Stats, 'uid'>;
  readonly stat: (path: string) => Pick<Stats, 'uid' | 'mode'>;
}

/**
 * Makes a folder for this user alone (0700), or makes one so that was there. When others could write into it until now, what
 * they put there is removed. Fails with `localProvider.notStarted` when the folder, or a link in its place, belongs to
 * somebody else, or when it cannot be made so.
 */
export function ownFolder(path: string, owners: Owners = thisSystem): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (owners.me === undefined) return;
    const { uid, mode } = owners.stat(path);
    if (uid !== owners.me || owners.lstat(path).uid !== owners.me) throw notOurs(path);
    if ((mode & 0o077) === 0) return;
    chmodSync(path, 0o700);
    if ((mode & 0o022) !== 0) removeForeign(path, owners);
  } catch (cause) {
    throw cause instanceof SsoError ? cause : notUsable(path, cause);
  }
}

const thisSystem: Owners = { me: process.getuid?.(), lstat: lstatSync, stat: statSync };

function removeForeign(path: string, { me, lstat }: Owners): void {
  for (const name of readdirSync(path)) {
    const entry = join(path, name);
    if (lstat(entry).uid !== me) rmSync(entry, { recursive: true });
  }
}

const notOurs = (path: string): SsoError =>
  new SsoError('localProvider.notStarted', {
    message: `The local provider keeps its secrets in ${path}, which belongs to another user.`,
    hint: 'Remove that folder, or make it your own.',
  });

const notUsable = (path: string, cause: unknown): SsoError =>
  new SsoError('localProvider.notStarted', {
    message: `The local provider cannot keep its secrets in ${path}, or not for your user alone.`,
    cause,
  });
