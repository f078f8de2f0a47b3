import type { Row } from './row.ts';

/** No level of a tree has more rows: one level of ten thousand blocks the editor for a third of a second. */
export const levelLimit = 200;

interface Kind<Item> {
  /** Sorts the items, and names the ranges, where there are too many for one level. */
  readonly name: (item: Item) => string;
  readonly row: (item: Item) => Row;
  /** Of the row that the level lies under. */
  readonly parent: string;
  /** What a range holds, in words. */
  readonly summary: (items: readonly Item[]) => string;
}

/** Rows of one level: the items in their own order, or, if they are too many, ranges of names that are opened one by one. */
export function level<Item>(items: readonly Item[], kind: Kind<Item>): readonly Row[] {
  if (items.length <= levelLimit) return items.map(kind.row);
  const named = items.map((item) => ({ item, name: kind.name(item) }));
  named.sort((one, other) => byName.compare(one.name, other.name));
  return ranges(
    named.map(({ item }) => item),
    kind,
  );
}

/** A row whose children are made when they are first asked for. */
export function branch(row: Omit<Row, 'branch' | 'children'>, make: () => readonly Row[]): Row {
  let made: readonly Row[] | undefined;
  return {
    ...row,
    branch: true,
    get children() {
      return (made ??= make());
    },
  };
}

const byName = new Intl.Collator('en', { numeric: true });

function ranges<Item>(sorted: readonly Item[], kind: Kind<Item>): readonly Row[] {
  if (sorted.length <= levelLimit) return sorted.map(kind.row);
  let size = levelLimit;
  while (sorted.length / size > levelLimit) size *= levelLimit;
  const rows: Row[] = [];
  for (let start = 0; start < sorted.length; start += size) {
    rows.push(range(sorted.slice(start, start + size), rows.length, kind));
  }
  return rows;
}

function range<Item>(items: readonly Item[], index: number, kind: Kind<Item>): Row {
  const label = [...new Set([items.at(0), items.at(-1)])]
    .map((item) => (item === undefined ? '' : kind.name(item)))
    .join(' – ');
  const description = kind.summary(items);
  // by place and not by name, so that what is open stays open when a name comes or goes
  const id = `${kind.parent}/range:${String(index)}`;
  const row = { id, label, description, icon: 'list-tree', spoken: `${label}, ${description}`, context: 'range' };
  return branch(row, () => ranges(items, { ...kind, parent: id }));
}
