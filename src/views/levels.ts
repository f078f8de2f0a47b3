import type { Row } from './row.ts';

/** No level of a tree has more rows: one level of ten thousand blocks the editor for a third of a second. */
export const levelLimit = 200;

interface Kind<Member> {
  /** Sorts the members, and names the ranges, where there are too many for one level. */
  readonly name: (member: Member) => string;
  readonly row: (member: Member) => Row;
  /** Of the row that the level lies under. */
  readonly parent: string;
  /** What a range holds, in words. */
  readonly summary: (members: readonly Member[]) => string;
}

/** Rows of one level: the members in their own order, or, if they are too many, ranges of names that are opened one by one. */
export function level<Member>(members: readonly Member[], kind: Kind<Member>): readonly Row[] {
  if (members.length <= levelLimit) return members.map(kind.row);
  const named = members.map((member) => ({ member, name: kind.name(member) }));
  named.sort((one, other) => byName.compare(one.name, other.name));
  return ranges(
    named.map(({ member }) => member),
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

/** A row that only says what the rows below it have in common. */
export const heading = (
  id: string,
  label: string,
  icon: string,
  description: string,
  children: () => readonly Row[],
): Row => branch({ id, label, description, icon, spoken: `${label}, ${description}`, context: 'heading' }, children);

const byName = new Intl.Collator('en', { numeric: true });

function ranges<Member>(sorted: readonly Member[], kind: Kind<Member>): readonly Row[] {
  if (sorted.length <= levelLimit) return sorted.map(kind.row);
  let size = levelLimit;
  while (sorted.length / size > levelLimit) size *= levelLimit;
  const rows: Row[] = [];
  for (let start = 0; start < sorted.length; start += size) {
    rows.push(range(sorted.slice(start, start + size), rows.length, kind));
  }
  return rows;
}

function range<Member>(members: readonly Member[], index: number, kind: Kind<Member>): Row {
  const label = [...new Set([members.at(0), members.at(-1)])]
    .map((member) => (member === undefined ? '' : kind.name(member)))
    .join(' – ');
  const description = kind.summary(members);
  // by place and not by name, so that what is open stays open when a name comes or goes
  const id = `${kind.parent}/range:${String(index)}`;
  const row = { id, label, description, icon: 'list-tree', spoken: `${label}, ${description}`, context: 'range' };
  return branch(row, () => ranges(members, { ...kind, parent: id }));
}
