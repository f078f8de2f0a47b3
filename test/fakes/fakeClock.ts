import type { Clock } from '../../src/ports.ts';

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  private time: number;
  private timers: { readonly at: number; readonly work: () => void }[] = [];

  constructor(start = '2026-03-01T09:00:00Z') {
    this.time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.time);
  }

  after(milliseconds: number, work: () => void): { dispose(): void } {
    const timer = { at: this.time + milliseconds, work };
    this.timers.push(timer);
    return {
      dispose: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** Moves time on and runs what is due, in order. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.work();
    }
    this.time = end;
  }

  /** Timers that still wait: 0 when everything was cleaned up. */
  get waiting(): number {
    return this.timers.length;
  }
}
