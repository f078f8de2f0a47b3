/** The name that was most likely meant: at most a third of the letters differ. Undefined when none is near. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  if (written.length > longestCompared) return undefined;
  let compared = 0;
  for (const name of known) {
    if (++compared > mostCompared) break;
    if (Math.abs(name.length - written.length) > limit) continue;
    const distance = distanceOf(written.toLowerCase(), name.toLowerCase(), limit);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/** The comparison takes time in the square of the length, and nobody means a longer name by a slip. */
const longestCompared = 60;

/** Keeps a file with thousands of names and thousands of slips readable at all. */
const mostCompared = 1000;

/**
 * Letters to insert, remove, replace or swap with their neighbour (optimal string alignment); some number above `limit`
 * where it is more.
 */
function distanceOf(from: string, to: string, limit: number): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (row[column] ?? 0) + (from[index] === to[column] ? 0 : 1);
      const isSwap = index > 0 && from[index] === to[column - 1] && from[index - 1] === to[column];
      const swapped = isSwap ? (before[column - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
