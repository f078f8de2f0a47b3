import assert from 'node:assert/strict';
import { isGood, sum, verdictLine } from './counts.ts';

describe('counts', () => {
  const counts = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped });

  it('adds up', () => {
    assert.deepEqual(sum([counts(1, 2, 3), counts(10, 20, 30)]), counts(11, 22, 33));
    assert.deepEqual(sum([]), counts(0, 0, 0));
  });

  it('says what was skipped, and only then', () => {
    assert.equal(verdictLine(counts(12, 0, 0)), '12 passed, 0 failed');
    assert.equal(verdictLine(counts(12, 1, 2)), '12 passed, 1 failed, 2 skipped');
  });

  const verdicts: readonly [title: string, counts: ReturnType<typeof counts>, strict: boolean, good: boolean][] = [
    ['all passed', counts(3, 0, 0), true, true],
    ['one failed', counts(3, 1, 0), false, false],
    ['nothing ran', counts(0, 0, 0), false, false],
    ['one skipped by hand', counts(3, 0, 1), false, true],
    ['one skipped on a build machine', counts(3, 0, 1), true, false],
  ];
  for (const [title, total, strict, good] of verdicts) {
    it(`${title}: ${good ? 'good' : 'not good'}`, () => {
      assert.equal(isGood(total, strict), good);
    });
  }
});
