import type { Disposable } from './disposables.ts';

export type Listen<Value> = (listener: (value: Value) => void) => Disposable;

/** A list of listeners. Listeners run in the order in which they were added. */
export class Emitter<Value> {
  private readonly listeners = new Set<(value: Value) => void>();

  readonly event: Listen<Value> = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: Value): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
