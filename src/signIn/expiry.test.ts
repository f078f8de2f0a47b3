import assert from 'node:assert/strict';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { expiryOf } from './expiry.ts';

describe('expiryOf', () => {
  const clock = new FakeClock();
  const cases: readonly [seconds: number | undefined, after: number | undefined][] = [
    [undefined, undefined],
    [60, 60_000],
    [0, 0],
    [-1, undefined],
    [1e300, undefined],
    [NaN, undefined],
    [Infinity, undefined],
  ];
  for (const [seconds, after] of cases) {
    it(`E32 ${String(seconds)} s ${after === undefined ? 'say nothing' : 'are taken'}`, () => {
      const { expiresAt } = expiryOf(seconds, clock);
      assert.equal(expiresAt && expiresAt.getTime() - clock.now().getTime(), after);
    });
  }
});
