import type { Group } from '../model/people.ts';

/** A place in the tree of groups. `group` is absent where only a group below it is declared. */
export interface GroupNode {
  readonly key: string;
  /** The last part of the key. */
  readonly name: string;
  readonly group?: Group;
  readonly children: readonly GroupNode[];
}

/** Keys of the parents of a group, nearest first: `a/b/c` has `a/b` and `a`. */
export function ancestorsOf(key: string): readonly string[] {
  const parts = key.split('/');
  const parents = parts.slice(1).map((_part, index) => parts.slice(0, parts.length - 1 - index).join('/'));
  return parents.filter((parent) => parent !== ''); // a key may begin with a slash
}

/** The groups as a tree, siblings in the order of the file, with the parents that nobody declared. */
export function groupTree(groups: readonly Group[]): readonly GroupNode[] {
  const declared = new Map(groups.map((group) => [group.key, group]));
  const keys = new Set(groups.flatMap(({ key }) => [...ancestorsOf(key).toReversed(), key]));
  const below = Map.groupBy(keys, (key) => ancestorsOf(key)[0]);
  const nodes = (parent: string | undefined): readonly GroupNode[] =>
    (below.get(parent) ?? []).map((key) => {
      const group = declared.get(key);
      const name = key.slice(key.lastIndexOf('/') + 1);
      return { key, name, ...(group && { group }), children: nodes(key) };
    });
  return nodes(undefined);
}
