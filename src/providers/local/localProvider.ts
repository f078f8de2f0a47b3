import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Listen } from '../../base/emitter.ts';
import { isAlive } from '../../base/processLife.ts';
import { SsoError } from '../../base/ssoError.ts';
import { Turns } from '../../base/turns.ts';
import type { Directory } from '../../directory/directory.ts';
import type { Clock, Fetch, Log } from '../../ports.ts';
import { adminRequest } from './adminRequest.ts';
import { launch, notStarted } from './launch.ts';
import { takeLease } from './lease.ts';
import { localDirectory } from './localDirectory.ts';
import { isProved } from './proof.ts';
import { readInstanceId, readRecorded, type Recorded } from './stateFolder.ts';

export type LocalProviderStatus =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly issuer: string; readonly port: number }
  /** `message` is a sentence for people. */
  | { readonly kind: 'failed'; readonly message: string };

export interface LocalProviderDeps {
  /** Absolute path of the folder that holds everything of this workspace's provider. */
  readonly stateFolder: string;
  /** Absolute path of the program that is the provider. */
  readonly program: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: Fetch;
  /** Names this window towards the provider; another one for each window and each reload. */
  readonly windowId: string;
  /** Absolute path of `sso.json`, which the provider follows by itself. */
  readonly declarationFile: string | undefined;
}

/**
 * The local provider of this workspace, shared with other windows: found again or started, watched, and stopped. It runs
 * in its own process and outlives this object; it ends by itself after its last window.
 */
export class LocalProvider implements Disposable {
  private readonly deps: LocalProviderDeps;
  private readonly changed = new Emitter<LocalProviderStatus>();
  readonly onDidChange: Listen<LocalProviderStatus> = this.changed.event;
  private current: LocalProviderStatus = { kind: 'stopped' };
  private joined: Joined | undefined;
  /** Windows, views and commands may all ask at once; one after the other they find what the first one did. */
  private readonly turns = new Turns();
  private readonly ended = new AbortController();

  constructor(deps: LocalProviderDeps) {
    this.deps = deps;
  }

  get status(): LocalProviderStatus {
    return this.current;
  }

  /** Of the provider that this window uses: it has proved to be the one of the state folder. */
  get provenInstance(): string | undefined {
    return this.joined?.recorded.instanceId;
  }

  /** Of this workspace's provider, also while it is stopped; undefined before its first start. */
  ownInstance(): Promise<string | undefined> {
    return readInstanceId(this.deps.stateFolder);
  }

  /** The admin side of what runs, as long as it is at `issuer`; at another address it is not that environment's provider. */
  directoryAt(issuer: string): Directory {
    return localDirectory(() => {
      const recorded = this.joined?.recorded;
      return recorded?.issuer === issuer ? recorded : undefined;
    }, this.deps.fetch);
  }

  /** True when the provider of this workspace runs and this window now uses it. Never starts one. */
  join(): Promise<boolean> {
    return this.turns.take(async () => {
      if (this.joined) return true;
      const running = await this.findRunning();
      if (running && (await this.use(running))) return true;
      if (this.current.kind !== 'failed') this.become({ kind: 'stopped' });
      return false;
    });
  }

  /**
   * Joins the provider that runs at `port`, else starts it there; one at another port is stopped first. Fails with
   * `localProvider.portTaken` or `localProvider.notStarted`, and the status says so too.
   */
  start(port: number): Promise<void> {
    return this.turns.take(async () => {
      if (this.joined && isAt(this.joined.recorded, port)) return;
      this.become({ kind: 'starting' });
      try {
        const running = await this.findRunning();
        if (running && !isAt(running, port)) await this.end(running);
        else if (running && (await this.use(running))) return;
        await this.launchOrFind(port);
      } catch (thrown) {
        const failure = thrown instanceof SsoError ? thrown : notStarted('something unexpected happened', thrown);
        this.become({ kind: 'failed', message: failure.message });
        throw failure;
      }
    });
  }

  /**
   * Ends the provider for every window. Resolves once its process is gone. Fails with `localProvider.notStopped` when it
   * is still there some seconds later, and the status says so too.
   */
  stop(): Promise<void> {
    return this.turns.take(async () => {
      try {
        const running = this.joined?.recorded ?? (await this.findRunning());
        if (running) await this.end(running);
        this.become({ kind: 'stopped' });
      } catch (thrown) {
        if (thrown instanceof SsoError) this.become({ kind: 'failed', message: thrown.message });
        throw thrown;
      }
    });
  }

  /** Gives the lease back. The provider goes on for the other windows. */
  dispose(): void {
    this.ended.abort();
    this.leave();
  }

  private async launchOrFind(port: number): Promise<void> {
    const { stateFolder, program, clock, log, declarationFile } = this.deps;
    let failure: SsoError | undefined;
    try {
      await launch({ program, stateFolder, port, declarationFile }, clock);
    } catch (thrown) {
      if (!(thrown instanceof SsoError)) throw thrown;
      failure = thrown; // perhaps because another window was a moment faster
    }
    for (let attempts = failure ? 1 : 5; attempts > 0; attempts--) {
      const running = await this.findRunning();
      if (running && isAt(running, port) && (await this.use(running))) return;
      if (attempts > 1) await this.pause();
    }
    if (failure === undefined) log.warn('The local provider said it was ready, and then did not answer.');
    throw failure ?? notStarted('it could not be asked after it had started');
  }

  /** The provider that the state folder names, once it has proved that it is the one. */
  private async findRunning(): Promise<Recorded | undefined> {
    const { stateFolder, fetch, log } = this.deps;
    try {
      const recorded = await readRecorded(stateFolder);
      if (!recorded || !isAlive(recorded.pid)) return undefined;
      if (await isProved(recorded, fetch, this.ended.signal)) return recorded;
      log.warn(`Somebody else listens at port ${String(recorded.port)}, where this workspace's provider was.`);
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof SsoError)) throw thrown;
      log.info(`No local provider to join: ${thrown.message}`);
      return undefined;
    }
  }

  private async use(recorded: Recorded): Promise<boolean> {
    const { windowId, log } = this.deps;
    const joined: Joined = { recorded, lease: { dispose: () => undefined } };
    try {
      joined.lease = await takeLease(recorded, windowId, this.deps, () => {
        this.lost(joined).catch((defect: unknown) => {
          log.error(`Watching the local provider: ${defect instanceof Error ? defect.name : 'unknown'}`);
        });
      });
    } catch (thrown) {
      if (!(thrown instanceof SsoError)) throw thrown;
      log.warn(thrown.message);
      return false;
    }
    if (this.ended.signal.aborted) {
      joined.lease.dispose();
      return false;
    }
    this.leave();
    this.joined = joined;
    log.info(`The local provider runs at ${recorded.issuer}.`);
    this.become({ kind: 'running', issuer: recorded.issuer, port: recorded.port });
    return true;
  }

  /** The connection dropped: somebody stopped the provider, it died, or only the connection did. */
  private lost(joined: Joined): Promise<void> {
    return this.turns.take(async () => {
      if (this.joined !== joined) return;
      this.joined = undefined;
      const running = await this.findRunning();
      if (running && (await this.use(running))) return;
      this.deps.log.info('The local provider is no longer there.');
      this.become({ kind: 'stopped' });
    });
  }

  private async end(running: Recorded): Promise<void> {
    this.leave();
    try {
      await adminRequest(running, this.deps.fetch, { method: 'POST', path: '/admin/stop' }, this.ended.signal);
    } catch (thrown) {
      if (!(thrown instanceof SsoError)) throw thrown;
      this.deps.log.warn(`Stopping the local provider: ${thrown.message}`);
    }
    for (let attempt = 0; attempt < 50; attempt++) {
      if (!isAlive(running.pid)) return;
      await this.pause();
    }
    throw notStopped(running.pid);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.deps.clock.after(pauseMs, resolve);
    });
  }

  private leave(): void {
    this.joined?.lease.dispose();
    this.joined = undefined;
  }

  private become(status: LocalProviderStatus): void {
    if (this.ended.signal.aborted || JSON.stringify(status) === JSON.stringify(this.current)) return;
    this.current = status;
    this.changed.fire(status);
  }
}

/** Between two looks at whether a process has come or gone; milliseconds. */
const pauseMs = 100;

const notStopped = (pid: number): SsoError =>
  new SsoError('localProvider.notStopped', {
    message: 'The local provider was asked to stop and still runs.',
    hint: `End the process with the id ${String(pid)}, or try again in a moment.`,
  });

/** Port 0 stands for any that is free. */
const isAt = (running: Recorded, port: number): boolean => port === 0 || running.port === port;

interface Joined {
  readonly recorded: Recorded;
  lease: Disposable;
}
