/** Runs work one after the other, in the order in which it came. Work under another name does not wait for it. */
export class Turns {
  /** The end of the last work by name, for as long as it has not come. */
  private readonly ends = new Map<string, Promise<void>>();

  /** What `work` comes to, begun once all before it has ended. A failure is told to the asker; the next is not concerned. */
  take<Result>(work: () => Promise<Result>, name = ''): Promise<Result> {
    const turn = (this.ends.get(name) ?? Promise.resolve()).then(work);
    const done = (): void => {
      if (this.ends.get(name) === end) this.ends.delete(name);
    };
    const end = turn.then(done, done);
    this.ends.set(name, end);
    return turn;
  }

  /** How many names work waits or runs under. */
  get busy(): number {
    return this.ends.size;
  }
}
