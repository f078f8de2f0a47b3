import type { Row } from '../src/views/row.ts';

/** Rows as lines of text, each level further in: label, description, and what menus and commands are told. */
export const picture = (rows: readonly Row[], indent = ''): string =>
  rows
    .map(({ label, description, context, subject, children }) => {
      const whom =
        subject?.kind === 'person' ? [subject.person, subject.application].filter((part) => part !== undefined) : [];
      return `\n${indent}${label} · ${description} [${[context, ...whom].join(' ')}]${picture(children, `${indent}  `)}`;
    })
    .join('');

/** Rows with all that lies below them. */
export const allRows = (rows: readonly Row[]): readonly Row[] => rows.flatMap((row) => [row, ...allRows(row.children)]);
