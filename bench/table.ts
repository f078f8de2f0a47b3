import { arch, cpus, platform, release } from 'node:os';
import type { Outcome, Row } from './measure.ts';

/** The outcomes as aligned columns, with a verdict where there is a goal. */
export function tableText(outcomes: readonly Outcome[]): string {
  const cells = outcomes.map((outcome) => ('missing' in outcome ? [outcome.name] : rowCells(outcome)));
  const table = [['', 'product', 'anchor', 'unit', 'ratio', 'goal', ''], ...cells];
  const widths = [0, 1, 2, 3, 4, 5, 6].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row, line) => {
      const outcome = outcomes[line - 1];
      if (outcome && 'missing' in outcome)
        return `${outcome.name.padEnd(widths[0] ?? 0)}  not measured: ${outcome.missing}`;
      return row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd();
    })
    .join('\n');
}

function rowCells(row: Row): string[] {
  const { name, product, anchor, unit, goal } = row;
  const ratio = product / anchor;
  const verdict = goal === undefined ? '' : ratio <= goal ? 'ok' : 'short';
  return [
    name,
    number(product),
    number(anchor),
    unit,
    ratio.toFixed(3),
    goal === undefined ? '' : `<= ${String(goal)}`,
    verdict,
  ];
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 1));

export function machineLine(): string {
  const [first] = cpus();
  return `${platform()} ${release()} ${arch()}, ${String(cpus().length)} x ${first?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
}
