import type { Clock } from '../../src/ports.ts';

/** Time as it passes. Its timers keep no process alive: what is left running when the tests end does not matter. */
export const realClock: Clock = {
  now: () => new Date(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds).unref();
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
