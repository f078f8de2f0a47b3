/** Where this window's extensions run, as the editor says it; the person's browser may be on another machine. */
export interface Host {
  /** The machine of the person, another one, or a browser without a machine behind it. */
  readonly runs: 'local' | 'remote' | 'webWorker';
  /** The editor itself was opened at a loopback address: the browser may be on this machine, or behind a forwarded port. */
  readonly atLoopback: boolean;
  readonly ui: 'desktop' | 'web';
  /** The address by which the system hands something to this product, such as `vscode://publisher.name`. Absent where it cannot. */
  readonly ownAddress?: string;
}
