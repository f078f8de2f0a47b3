import type { SessionRecord } from './record.ts';

const mostMs = 5 * 60_000;

type Times = Pick<SessionRecord, 'expiresAt' | 'receivedAt'>;

/** What must be left of an access token that is handed out: 5 minutes, or a tenth of a short life. */
export const margin = ({ expiresAt, receivedAt }: Times): number =>
  expiresAt === undefined ? 0 : Math.max(0, Math.min(mostMs, (expiresAt - receivedAt) / 10));

/** Without a known end nothing is ever due: the server that refuses the token says so first. */
export const isDue = (times: Times, now: number): boolean =>
  times.expiresAt !== undefined && times.expiresAt - now < margin(times);

export const isValid = ({ expiresAt }: Times, now: number): boolean => expiresAt === undefined || expiresAt > now;

/** When to refresh in the background: before anybody asks, and not in all windows at the same moment (`chance` 0 to 1). */
export const refreshAt = (times: Times, chance: number): number | undefined =>
  times.expiresAt === undefined ? undefined : times.expiresAt - margin(times) * (1.5 + chance / 2);
