import type { StateFolder } from './stateFolder.ts';

/**
 * Keeps a file equal to a value that changes often. Changes made while a write runs share the next one, so a thousand changes
 * cost a few writes, and a promise given back settles only when its change is on the disk.
 */
export class SavedValue {
  private readonly folder: StateFolder;
  private readonly name: string;
  private readonly value: () => unknown;
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(folder: StateFolder, name: string, value: () => unknown) {
    this.folder = folder;
    this.name = name;
    this.value = value;
  }

  save(): Promise<void> {
    if (!this.running) return this.start();
    this.next ??= this.running.then(
      () => this.start(),
      () => this.start(), // the failure was told to those who waited for it
    );
    return this.next;
  }

  /** Settles when nothing is left to write. */
  async settled(): Promise<void> {
    while (this.running) await (this.next ?? this.running);
  }

  private start(): Promise<void> {
    this.next = undefined;
    this.running = this.folder.write(this.name, this.value()).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }
}
