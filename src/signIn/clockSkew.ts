import { SsoError } from '../base/ssoError.ts';
import type { Clock, Log } from '../ports.ts';

/** How far the clocks may be apart before times in tokens are not believed; seconds (OpenID Connect Core 1.0, 3.1.3.7, 9). */
export const toleranceS = 300;

/** Smaller differences come from the way of the answer. */
const saidFromMs = 60_000;

/** By host, what its last answer said of the clocks. */
const heard = new Map<string, number>();

/** By how much times that the provider is to believe have to be put back; milliseconds, 0 where it never said the time. */
export const aheadMsOf = (issuer: string): number => heard.get(new URL(issuer).host) ?? 0;

/** How far this machine's clock is ahead of a server's, by the `Date` header of its answers (RFC 9110, 6.6.1). */
export class ClockSkew {
  private readonly host: string;
  private readonly clock: Clock;
  private readonly log: Log;
  private aheadMs: number | undefined;

  constructor(issuer: string, clock: Clock, log: Log) {
    this.host = new URL(issuer).host;
    this.clock = clock;
    this.log = log;
  }

  /** Notes what an answer says; a difference that is tolerated is said in the log. */
  hear(headers: Headers): void {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date)) return;
    this.aheadMs = this.clock.now().getTime() - date;
    heard.set(this.host, this.aheadMs);
    if (Math.abs(this.aheadMs) < saidFromMs) return;
    this.log.warn(`The clock of this machine is ${this.words(this.aheadMs)} the one of ${this.host}.`);
  }

  /** Why times in a token do not fit. */
  failure(): SsoError {
    const { aheadMs, host } = this;
    const isFar = aheadMs !== undefined && Math.abs(aheadMs) >= saidFromMs;
    return new SsoError('signIn.clock', {
      message: isFar
        ? `The times in the ID token do not fit: the clock of this machine is ${this.words(aheadMs)} the one of ${host}.`
        : `The times in the ID token of ${host} do not fit the clock of this machine, although the two agree about the time.`,
      hint: isFar
        ? 'Set the clock of this machine by the network, then sign in again.'
        : 'Whoever runs the provider should look at how long its ID tokens live.',
    });
  }

  private words(aheadMs: number): string {
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    const size =
      seconds < 120
        ? `${String(seconds)} seconds`
        : seconds < 7200
          ? `${String(Math.round(seconds / 60))} minutes`
          : `${String(Math.round(seconds / 3600))} hours`;
    return `${size} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
  }
}
