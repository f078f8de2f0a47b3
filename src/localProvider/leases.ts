import type { Disposable } from '../base/disposables.ts';

interface Deps {
  readonly after: (milliseconds: number, work: () => void) => Disposable;
  readonly linger: number;
  /** Called once, when nobody has held a lease for `linger` milliseconds. */
  readonly onAbandoned: () => void;
}

/**
 * Who needs this provider. A window holds a lease by keeping a connection open, so it ends with the window however that dies.
 * The first lease must come within the same time as the next one after the last.
 */
export class Leases {
  private readonly deps: Deps;
  private readonly held = new Set<object>();
  private waiting: Disposable | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
    this.wait();
  }

  get count(): number {
    return this.held.size;
  }

  /** Dispose of it to give the lease back; twice does no harm. */
  take(): Disposable {
    const lease = {};
    this.held.add(lease);
    this.waiting?.dispose();
    this.waiting = undefined;
    return {
      dispose: () => {
        if (this.held.delete(lease) && this.held.size === 0) this.wait();
      },
    };
  }

  private wait(): void {
    const { after, linger, onAbandoned } = this.deps;
    this.waiting?.dispose();
    this.waiting = after(linger, onAbandoned);
  }
}
