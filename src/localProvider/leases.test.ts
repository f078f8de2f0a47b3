import assert from 'node:assert/strict';
import { Leases } from './leases.ts';

describe('Leases', () => {
  it('ends when the first lease does not come in time', () => {
    const { time, ends } = world();
    time.pass(7999);
    assert.equal(ends(), 0);
    time.pass(1);
    assert.equal(ends(), 1);
  });

  it('lasts while anybody holds a lease, and lingers after the last', () => {
    const { leases, time, ends } = world();
    const [one, other] = [leases.take(), leases.take()];
    time.pass(100_000);
    one.dispose();
    one.dispose();
    assert.equal(leases.count, 1);
    time.pass(100_000);
    assert.equal(ends(), 0);
    other.dispose();
    time.pass(7999);
    assert.equal(ends(), 0);
    time.pass(1);
    assert.equal(ends(), 1);
  });

  it('takes a window that comes back in time, as on a reload', () => {
    const { leases, time, ends } = world();
    leases.take().dispose();
    time.pass(7999);
    leases.take();
    time.pass(100_000);
    assert.equal(ends(), 0);
  });
});

function world() {
  let now = 0;
  let ends = 0;
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  const time = {
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const timer of waiting) if (timer.at <= now && waiting.delete(timer)) timer.work();
    },
  };
  const after = (milliseconds: number, work: () => void) => {
    const timer = { at: now + milliseconds, work };
    waiting.add(timer);
    return { dispose: () => void waiting.delete(timer) };
  };
  const leases = new Leases({ after, linger: 8000, onAbandoned: () => ends++ });
  return { leases, time, ends: () => ends };
}
