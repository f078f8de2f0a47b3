import type { Disposable } from '../base/disposables.ts';
import type { Clock } from '../ports.ts';
import { refreshAt } from './due.ts';
import type { SessionRecord } from './record.ts';
import type { Renewal } from './renewal.ts';

/** Short enough to notice the end of a sleep, in which timers stand still. */
const longestMs = 10 * 60_000;
const shortestMs = 1_000;

/** Renews in the background before anybody asks. Best effort: it tells nobody, and opens nothing. */
export class RefreshTimer implements Disposable {
  private readonly clock: Clock;
  private readonly renewal: Renewal;
  private readonly records: () => Promise<readonly SessionRecord[]>;
  private readonly chance = Math.random();
  private armed: Disposable | undefined;
  private ended = false;

  constructor(clock: Clock, renewal: Renewal, records: () => Promise<readonly SessionRecord[]>) {
    this.clock = clock;
    this.renewal = renewal;
    this.records = records;
  }

  /** To be called whenever the sessions changed. */
  async arm(): Promise<void> {
    const moments = (await this.records()).flatMap((record) => this.momentOf(record) ?? []);
    this.armed?.dispose();
    this.armed = undefined;
    if (this.ended || moments.length === 0) return;
    const delay = Math.min(...moments.filter(Number.isFinite)) - this.clock.now().getTime();
    this.armed = this.clock.after(Math.min(longestMs, Math.max(shortestMs, delay)), () => {
      void this.tick();
    });
  }

  dispose(): void {
    this.ended = true;
    this.armed?.dispose();
  }

  private async tick(): Promise<void> {
    const now = this.clock.now().getTime();
    const due = (await this.records()).filter((record) => (this.momentOf(record) ?? Infinity) <= now);
    await Promise.allSettled(due.map((record) => this.renewal.renew(record)));
    if (!this.ended) await this.arm();
  }

  private momentOf(record: SessionRecord): number | undefined {
    if (record.refreshToken === undefined || record.lostAt !== undefined) return undefined;
    const moment = refreshAt(record, this.chance);
    return moment === undefined ? undefined : Math.max(moment, this.renewal.pausedUntil(record.id));
  }
}
