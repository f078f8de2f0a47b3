import assert from 'node:assert/strict';
import { isAlive } from './processLife.ts';

describe('isAlive', () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };

  it('knows this process, and that no process has an id beyond all', () => {
    assert.equal(isAlive(process.pid), true);
    assert.equal(isAlive(2 ** 22 + 1), false);
  });

  it('takes a process of somebody else for alive', () => {
    assert.equal(isAlive(1, failing('EPERM')), true);
    assert.equal(isAlive(1, failing('ESRCH')), false);
  });
});
