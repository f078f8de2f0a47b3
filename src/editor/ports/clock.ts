import type { Clock } from '../../ports.ts';

/** What is longer overflows and would end at once. */
const longestMs = 2 ** 31 - 1;

export const clock: Clock = {
  now: () => new Date(),
  after(milliseconds, work) {
    const timer = setTimeout(work, Math.min(milliseconds, longestMs));
    timer.unref();
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
