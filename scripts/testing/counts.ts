/** How many tests passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };
export const oneFailed: Counts = { ...nothing, failed: 1 };
export const oneSkipped: Counts = { ...nothing, skipped: 1 };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    nothing,
  );
}

/** The last line of a test run; other programs read it. */
export function verdictLine({ passed, failed, skipped }: Counts): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`;
}

/** Whether the run decides that the change is good. On a build machine nothing may be left out. */
export function isGood({ passed, failed, skipped }: Counts, strict: boolean): boolean {
  return passed > 0 && failed === 0 && (skipped === 0 || !strict);
}
