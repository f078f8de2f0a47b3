import type { Disposable } from '../base/disposables.ts';
import { Emitter, type Listen } from '../base/emitter.ts';
import { SsoError } from '../base/ssoError.ts';
import { Turns } from '../base/turns.ts';
import type { SessionFacts } from '../model/session.ts';
import type { Log, Secrets } from '../ports.ts';
import { factsOf } from './facts.ts';
import { isSessionKey, keyOf, readRecord, type SessionRecord, written } from './record.ts';

export interface SessionChange {
  readonly added: readonly SessionFacts[];
  readonly removed: readonly SessionFacts[];
  readonly changed: readonly SessionFacts[];
}

export interface StoreDeps {
  readonly secrets: Secrets;
  readonly log: Log;
  /** Told once when sessions can only be kept until the editor ends. */
  readonly report: (problem: SsoError) => void;
}

/**
 * All sessions of all windows, as records in the secret storage with one copy in memory. What this window wrote and what
 * other windows wrote meet in one queue, so every change makes exactly one event, whoever caused it.
 */
export class SessionStore implements Disposable {
  private readonly changes = new Emitter<SessionChange>();
  readonly onDidChange: Listen<SessionChange> = this.changes.event;

  private readonly secrets: Secrets;
  private readonly log: Log;
  private readonly report: (problem: SsoError) => void;
  private readonly listening: Disposable;
  private readonly texts = new Map<string, string>();
  private readonly records = new Map<string, SessionRecord>();
  /** Ids whose newest record could not be stored. */
  private readonly unstored = new Set<string>();
  private readonly turns = new Turns();
  private loaded = false;
  private reported = false;

  constructor({ secrets, log, report }: StoreDeps) {
    this.secrets = secrets;
    this.log = log;
    this.report = report;
    this.listening = secrets.onDidChange((key) => {
      if (!isSessionKey(key)) return;
      this.inTurn(() => this.follow(key)).catch(() => {
        log.warn('A change of the stored sessions could not be read.');
      });
    });
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** As last seen; changes of other windows arrive by event. */
  list(): Promise<readonly SessionRecord[]> {
    return this.inTurn(() => Promise.resolve([...this.records.values()]));
  }

  facts(): readonly SessionFacts[] {
    return factsOf([...this.records.values()]);
  }

  /** As it lies in the storage now. */
  read(id: string): Promise<SessionRecord | undefined> {
    return this.inTurn(async () => {
      await this.follow(keyOf(id));
      return this.records.get(id);
    });
  }

  /** Stores a new session and takes those away that it replaces, as one change. */
  add(record: SessionRecord, replaced: readonly SessionRecord[]): Promise<void> {
    return this.inTurn(async () => {
      await this.keep(record);
      for (const { id } of replaced) await this.erase(id);
      this.change(() => {
        this.remember(record);
        for (const { id } of replaced) this.forget(id);
      });
    });
  }

  /**
   * Stores the next state of a session, unless it was removed or became newer meanwhile. Resolves to what counts now;
   * undefined when the session is gone.
   */
  advance(record: SessionRecord): Promise<SessionRecord | undefined> {
    return this.inTurn(async () => {
      await this.follow(keyOf(record.id));
      const current = this.records.get(record.id);
      if (!current || current.sequence >= record.sequence) return current;
      await this.keep(record);
      this.change(() => {
        this.remember(record);
      });
      return record;
    });
  }

  remove(id: string): Promise<void> {
    return this.inTurn(async () => {
      await this.erase(id);
      this.change(() => {
        this.forget(id);
      });
    });
  }

  /** Removes everything that was ever stored as a session, readable or not. */
  clear(): Promise<void> {
    return this.inTurn(async () => {
      for (const key of await this.secrets.keys()) if (isSessionKey(key)) await this.secrets.delete(key);
      this.change(() => {
        for (const id of [...this.records.keys()]) this.forget(id);
        this.texts.clear();
      });
    });
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.turns.take(async () => {
      await this.load();
      return work();
    });
  }

  private async load(): Promise<void> {
    if (this.loaded) return;
    try {
      for (const key of await this.secrets.keys()) {
        const text = isSessionKey(key) ? await this.secrets.get(key) : undefined;
        if (text !== undefined) this.take(key, text);
      }
      this.loaded = true;
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  /** What was never stored needs no storage to go away. */
  private async erase(id: string): Promise<void> {
    try {
      await this.secrets.delete(keyOf(id));
    } catch (cause) {
      if (!this.unstored.has(id)) throw unreadable(cause);
      this.log.warn('The secret storage refused to forget a session; it was kept in memory only.');
    }
  }

  private async follow(key: string): Promise<void> {
    let text: string | undefined;
    try {
      text = await this.secrets.get(key);
    } catch (cause) {
      if ([...this.unstored].some((id) => keyOf(id) === key)) return; // lives on in memory
      throw unreadable(cause);
    }
    if (text === this.texts.get(key)) return;
    this.change(() => {
      if (text !== undefined) this.take(key, text);
      else this.lose(key);
    });
  }

  /** A record that is older than the one known is not taken: a newer one is never given up for it. */
  private take(key: string, text: string): void {
    this.texts.set(key, text);
    const record = readRecord(key, text);
    if (typeof record === 'string') {
      this.log.warn(`A stored session was skipped: ${record}.`);
      this.drop(key);
      return;
    }
    const known = this.records.get(record.id);
    if (!known || known.sequence < record.sequence) this.records.set(record.id, record);
  }

  private lose(key: string): void {
    this.texts.delete(key);
    this.drop(key);
  }

  private drop(key: string): void {
    for (const id of [...this.records.keys()]) if (keyOf(id) === key && !this.unstored.has(id)) this.records.delete(id);
  }

  private remember(record: SessionRecord): void {
    this.records.set(record.id, record);
    if (!this.unstored.has(record.id)) this.texts.set(keyOf(record.id), written(record));
  }

  private forget(id: string): void {
    this.records.delete(id);
    this.unstored.delete(id);
    this.texts.delete(keyOf(id));
  }

  /** Read back, because some systems take a secret and keep nothing. What cannot be stored lives on in memory. */
  private async keep(record: SessionRecord): Promise<void> {
    const text = written(record);
    try {
      await this.secrets.store(keyOf(record.id), text);
      if ((await this.secrets.get(keyOf(record.id))) === text) {
        this.unstored.delete(record.id);
        return;
      }
    } catch {
      this.log.warn('The secret storage refused a session.');
    }
    this.unstored.add(record.id);
    if (this.reported) return;
    this.reported = true;
    this.report(
      new SsoError('session.notStored', {
        message: 'Sessions cannot be stored on this system: they last until the editor ends.',
        hint: 'See https://code.visualstudio.com/docs/configure/settings-sync#_troubleshooting-keychain-issues',
      }),
    );
  }

  private change(make: () => void): void {
    const before = new Map(this.facts().map((facts) => [facts.id, facts]));
    const records = new Map(this.records);
    make();
    const after = this.facts();
    const added = after.filter(({ id }) => !before.has(id));
    const changed = after.filter((facts) => {
      const earlier = before.get(facts.id);
      if (!earlier) return false;
      return (
        isOther(records.get(facts.id), this.records.get(facts.id)) || earlier.account.label !== facts.account.label
      );
    });
    for (const { id } of after) before.delete(id);
    const removed = [...before.values()];
    if (added.length + removed.length + changed.length > 0) this.changes.fire({ added, removed, changed });
  }
}

const unreadable = (cause: unknown): SsoError =>
  new SsoError('session.unreadable', {
    message: 'The stored sessions could not be read.',
    hint: 'Unlock the keyring of the system, then try again.',
    cause,
  });

/** Whoever holds a session has to know of other tokens; what else a record notes is for this room. */
const isOther = (one: SessionRecord | undefined, other: SessionRecord | undefined): boolean =>
  one?.accessToken !== other?.accessToken || one?.idToken !== other?.idToken || one?.expiresAt !== other?.expiresAt;
