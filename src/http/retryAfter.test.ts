import assert from 'node:assert/strict';
import { retryAfterMs } from './retryAfter.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('retryAfterMs', () => {
  const cases: readonly [said: string | undefined, wait: number | undefined][] = [
    [undefined, undefined],
    ['0', 0],
    ['30', 30_000],
    [' 30 ', 30_000],
    ['1000000000', 3_600_000],
    ['99999999999999999999', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Sun, 01 Mar 2026 12:00:10 GMT', 10_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['Mon, 01 Mar 2027 12:00:00 GMT', 3_600_000],
  ];
  for (const [said, wait] of cases) {
    it(`F13 takes ${said ?? 'nothing'} as ${String(wait)}`, () => {
      assert.equal(retryAfterMs(new Headers(said === undefined ? {} : { 'retry-after': said }), now), wait);
    });
  }
});
