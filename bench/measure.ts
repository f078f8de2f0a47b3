/** Measuring side by side: the product and its anchor take turns, so that whatever else the machine does hits both. */

/** One comparison. `ratio` is product against anchor: the smaller, the better. */
export interface Row {
  readonly name: string;
  readonly product: number;
  readonly anchor: number;
  readonly unit: 'ms' | 'MB' | 'requests';
  /** The ratio that is to be kept; absent where a figure only informs. */
  readonly goal?: number;
}

/** What could not be measured here, and why. Never left out silently. */
export interface Missing {
  readonly name: string;
  readonly missing: string;
}

export type Outcome = Row | Missing;

export type Contestant = () => number | Promise<number>;

/** Medians of what each contestant says, in their order. All of them take turns; the first `warmUp` rounds are forgotten. */
export async function takeTurns(
  rounds: number,
  contestants: readonly Contestant[],
  warmUp = 1,
): Promise<readonly number[]> {
  const figures = contestants.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const figure = await contestant();
      if (round >= 0) figures[index]?.push(figure);
    }
  }
  return figures.map(median);
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
