import type { Connection } from '../model/connection.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { span } from './timeWords.ts';

/** How a session came about, said after "signed in". */
export const flowWords: Readonly<Record<SignInFlow, string>> = {
  loopback: 'through the browser, back to a port of this machine',
  uriHandler: 'through the browser, back by an address of the editor',
  pastedUrl: 'through the browser, by pasting the address',
  deviceCode: 'with a code on the page of the provider',
};

/** Time left, and what happens then. */
export function expiryWords({ expiresAt, refreshable }: SessionFacts, now: Date): string {
  const renewal = refreshable ? ', renewed when needed' : '';
  if (!expiresAt) return `the provider did not say when it ends${renewal}`;
  return `${expiresAt > now ? 'ends' : 'ended'} ${span(expiresAt, now)}${renewal}`;
}

/** How long a session that cannot be renewed still helps, in the person's eyes. */
export type Lasting = 'renewed' | 'lasting' | 'endsSoon' | 'over';

const soonMs = 5 * 60_000;

export function lasting({ expiresAt, refreshable }: SessionFacts, now: Date): Lasting {
  if (refreshable) return 'renewed';
  if (!expiresAt) return 'lasting';
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return 'over';
  return left < soonMs ? 'endsSoon' : 'lasting';
}

export function connectionWords(connection: Connection): string {
  switch (connection.kind) {
    case 'unknown':
      return 'not asked yet';
    case 'stopped':
      return 'stopped';
    case 'starting':
      return 'starting';
    case 'reachable':
      return 'reachable';
    case 'denied':
      return 'refuses to show registrations';
    case 'unreachable':
      return `not reachable (${connection.cause})`;
  }
}
