import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { errorCode, isRecord } from './foreign.ts';

describe('isRecord', () => {
  const values: readonly [value: unknown, isOne: boolean][] = [
    [{}, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
  ];
  for (const [value, isOne] of values) {
    it(`says ${String(isOne)} to ${inspect(value)}`, () => {
      assert.equal(isRecord(value), isOne);
    });
  }
});

describe('errorCode', () => {
  it('reads the code of an error, and of nothing else', () => {
    const error = (code: unknown) => Object.assign(new Error('no'), { code });
    assert.deepEqual([error('ENOENT'), error(7), new Error('no'), { code: 'ENOENT' }, undefined].map(errorCode), [
      'ENOENT',
      '',
      '',
      '',
      '',
    ]);
  });
});
