import { Emitter } from '../base/emitter.ts';
import type { Snapshot } from './snapshot.ts';

/** Holds the one snapshot. It is replaced, never changed; whoever listens gets the new one. */
export class Store {
  private snapshot: Snapshot;
  private readonly changed = new Emitter<Snapshot>();
  readonly onDidChange = this.changed.event;

  constructor(first: Snapshot) {
    this.snapshot = first;
  }

  get current(): Snapshot {
    return this.snapshot;
  }

  update(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.changed.fire(this.snapshot);
  }
}
