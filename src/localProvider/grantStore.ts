import type { AdapterPayload } from 'oidc-provider';
import { isRecord } from '../base/foreign.ts';
import type { Disposable } from '../base/disposables.ts';
import { SavedValue } from './savedValue.ts';
import type { StateFolder } from './stateFolder.ts';

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch; absent for what never ends. */
  readonly endsAt?: number;
}

/** What must outlive a restart; sign-ins under way and codes need not. */
const lasting: ReadonlySet<string> = new Set([
  'AccessToken',
  'Grant',
  'RefreshToken',
  'RegistrationAccessToken',
  'Session',
]);

/** No model keeps more than this; the oldest go first, so that nobody fills the memory by beginning sign-ins. */
const largest = 20_000;

interface Deps {
  readonly now: () => number;
  readonly after: (milliseconds: number, work: () => void) => Disposable;
}

/** Sessions, grants and tokens. Writes are gathered for a moment, because one sign-in makes a dozen of them. */
export class GrantStore {
  private readonly models = new Map<string, Map<string, Entry>>();
  private readonly file: SavedValue;
  private readonly deps: Deps;
  private pending: Disposable | undefined;

  constructor(folder: StateFolder, deps: Deps) {
    this.deps = deps;
    const saved = folder.read('grants.json');
    if (isRecord(saved)) for (const [model, entries] of Object.entries(saved)) this.load(model, entries);
    this.file = new SavedValue(folder, 'grants.json', () => this.lastingEntries());
  }

  find(model: string, id: string): AdapterPayload | undefined {
    return this.alive(this.models.get(model)?.get(id));
  }

  findWhere(model: string, wanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const entry of this.models.get(model)?.values() ?? []) {
      const payload = this.alive(entry);
      if (payload && wanted(payload)) return payload;
    }
    return undefined;
  }

  put(model: string, id: string, payload: AdapterPayload, expiresIn: number | undefined): void {
    const entries = this.entries(model);
    if (entries.size >= largest) this.makeRoom(entries);
    entries.delete(id); // so that it becomes the newest
    entries.set(id, { payload, ...(expiresIn !== undefined && { endsAt: this.deps.now() + expiresIn * 1000 }) });
    this.changed(model);
  }

  remove(model: string, id: string): void {
    if (this.models.get(model)?.delete(id)) this.changed(model);
  }

  consume(model: string, id: string): void {
    const entry = this.models.get(model)?.get(id);
    if (!entry) return;
    entry.payload.consumed = Math.floor(this.deps.now() / 1000);
    this.changed(model);
  }

  revoke(model: string, grantId: string): void {
    const entries = this.models.get(model) ?? new Map<string, Entry>();
    for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
    this.changed(model);
  }

  /** Writes what is pending and waits for it. */
  async settled(): Promise<void> {
    if (this.pending) {
      this.pending.dispose();
      this.pending = undefined;
      await this.file.save();
    }
    await this.file.settled();
  }

  private changed(model: string): void {
    if (!lasting.has(model) || this.pending) return;
    this.pending = this.deps.after(100, () => {
      this.pending = undefined;
      void this.file.save();
    });
  }

  private alive(entry: Entry | undefined): AdapterPayload | undefined {
    return entry && (entry.endsAt ?? Infinity) > this.deps.now() ? entry.payload : undefined;
  }

  private entries(model: string): Map<string, Entry> {
    const entries = this.models.get(model) ?? new Map<string, Entry>();
    this.models.set(model, entries);
    return entries;
  }

  private makeRoom(entries: Map<string, Entry>): void {
    for (const [id, entry] of entries) if (!this.alive(entry)) entries.delete(id);
    for (const id of entries.keys()) {
      if (entries.size < largest) return;
      entries.delete(id);
    }
  }

  private load(model: string, entries: unknown): void {
    if (!lasting.has(model) || !isRecord(entries)) return;
    for (const [id, entry] of Object.entries(entries)) {
      if (!isRecord(entry) || !isRecord(entry['payload'])) continue;
      const { payload, endsAt } = entry;
      this.entries(model).set(id, { payload, ...(typeof endsAt === 'number' && { endsAt }) });
    }
  }

  private lastingEntries(): Record<string, Record<string, Entry>> {
    const kept = [...this.models].filter(([model]) => lasting.has(model));
    return Object.fromEntries(
      kept.map(([model, entries]) => [
        model,
        Object.fromEntries([...entries].filter(([, entry]) => this.alive(entry) !== undefined)),
      ]),
    );
  }
}
