import type { Clock } from '../ports.ts';

/** Longer than any token lives; seconds. */
const longestS = 10 * 365 * 86_400;

/** When a token ends by `expires_in` (RFC 6749, 5.1). Absent where the answer says nothing that can be believed. */
export function expiryOf(seconds: number | undefined, clock: Clock): { readonly expiresAt?: Date } {
  if (seconds === undefined || !(seconds >= 0 && seconds <= longestS)) return {};
  return { expiresAt: new Date(clock.now().getTime() + seconds * 1000) };
}
