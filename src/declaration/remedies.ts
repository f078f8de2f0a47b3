import { nearest } from './nearest.ts';
import type { Path, TitledRemedy } from './problem.ts';
import { shortened } from './shortened.ts';

/** The key becomes the name that was most likely meant, where one is near and not there already; else it goes. */
export function renameOrRemove(key: string, known: Iterable<string>, siblings: object): TitledRemedy {
  const near = nearest(
    key,
    [...known].filter((name) => !Object.hasOwn(siblings, name)),
  );
  return near === undefined
    ? { kind: 'remove', title: `Remove "${shortened(key)}"` }
    : { kind: 'rename', to: near, title: `Rename to "${near}"` };
}

/** The text becomes the one that was most likely meant; undefined where none is near. */
export function replaceByNearest(written: string, known: Iterable<string>): TitledRemedy | undefined {
  const near = nearest(written, known);
  return near === undefined ? undefined : replaceBy(near);
}

export const replaceBy = (by: string): TitledRemedy => ({ kind: 'replace', by, title: `Change to "${shortened(by)}"` });

/** The URL without its user name and password; undefined where it is written so oddly that they are not found in it. */
export function withoutUserinfo(url: string): TitledRemedy | undefined {
  const rest = url.replace(/^([^/?#]*\/\/)[^/?#\\]*@/, '$1');
  return rest === url || !URL.canParse(rest)
    ? undefined
    : { ...replaceBy(rest), title: 'Remove user name and password' };
}

/** A key added to the object `section` of an entry, which is made where it is not there yet. */
export const addTo = (
  owner: Path,
  section: string,
  isThere: boolean,
  [key, value]: readonly [string, unknown],
  title: string,
): TitledRemedy =>
  isThere
    ? { kind: 'add', to: [...owner, section], key, value, title }
    : { kind: 'add', to: owner, key: section, value: { [key]: value }, title };
