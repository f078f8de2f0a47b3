import type { Clock } from '../../ports.ts';

export const clock: Clock = {
  now: () => new Date(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    timer.unref();
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
