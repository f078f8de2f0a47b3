export interface Disposable {
  dispose(): void;
}

/** Owns whatever was opened during a life, and closes it in reverse order. Adding after the end closes at once. */
export class Disposables implements Disposable {
  private readonly owned: Disposable[] = [];
  private ended = false;

  add<Owned extends Disposable>(disposable: Owned): Owned {
    if (this.ended) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.ended = true;
    for (const disposable of this.owned.splice(0).reverse()) disposable.dispose();
  }
}
