import type { SessionFacts } from '../model/session.ts';
import { sessionInUse, type Snapshot } from '../state/snapshot.ts';
import { plan } from '../sync/plan.ts';
import { noticeText } from './plainText.ts';
import { span } from './timeWords.ts';

/** The one status bar item, as data. */
export interface StatusBar {
  readonly kind: 'signedOut' | 'signingIn' | 'signedIn' | 'needsAttention' | 'failed';
  /** With codicons as the editor writes them. */
  readonly text: string;
  /** Plain lines. */
  readonly tooltip: readonly string[];
  readonly emphasis: 'none' | 'warning' | 'error';
  /** For screen readers: the text without icons. */
  readonly spoken: string;
}

/** Says who is signed in where, and what waits to be applied. Colour never says more than the words do. */
export function statusBar(snapshot: Snapshot, now: Date): StatusBar {
  const session = sessionInUse(snapshot);
  const environment = snapshot.workspace.environment.name;
  const { kind, icon, words, emphasis } = standing(snapshot, session, now);
  const waiting = plan(snapshot.standings).length;
  const rollUp = waiting > 0 ? `, ${String(waiting)} to apply` : '';
  const text = noticeText(`${words} (${environment})${rollUp}`);
  return {
    kind,
    text: `$(${icon}) ${text}`,
    tooltip: tooltip(snapshot, session, now).map(noticeText),
    emphasis,
    spoken: `SSO: ${text}`,
  };
}

function standing(
  { signIn }: Snapshot,
  session: SessionFacts | undefined,
  now: Date,
): { kind: StatusBar['kind']; icon: string; words: string; emphasis: StatusBar['emphasis'] } {
  if (signIn.kind === 'running') {
    return { kind: 'signingIn', icon: 'loading~spin', words: 'Signing in', emphasis: 'none' };
  }
  if (signIn.kind === 'failed') {
    return { kind: 'failed', icon: 'error', words: 'Sign-in failed', emphasis: 'error' };
  }
  if (signIn.kind === 'needed' || (session && isOver(session, now))) {
    return { kind: 'needsAttention', icon: 'warning', words: 'Sign in again', emphasis: 'warning' };
  }
  return session
    ? { kind: 'signedIn', icon: 'account', words: session.account.label, emphasis: 'none' }
    : { kind: 'signedOut', icon: 'sign-in', words: 'Signed out', emphasis: 'none' };
}

const isOver = (session: SessionFacts, now: Date): boolean =>
  !session.refreshable && session.expiresAt !== undefined && session.expiresAt <= now;

function tooltip(snapshot: Snapshot, session: SessionFacts | undefined, now: Date): readonly string[] {
  const { environment } = snapshot.workspace;
  return [
    `Environment: ${environment.name} (${environment.issuer})`,
    ...(session
      ? [`Signed in as ${session.account.label}`, expiry(session, now)]
      : ['Nobody is signed in to this environment']),
    ...('reason' in snapshot.signIn ? [snapshot.signIn.reason] : []),
    connectionWords(snapshot),
    snapshot.lastRead
      ? `Registrations last checked ${span(snapshot.lastRead, now)}`
      : 'Registrations have not been checked yet',
    'Click for actions',
  ];
}

function expiry({ expiresAt, refreshable }: SessionFacts, now: Date): string {
  const renewal = refreshable ? ', renewed when needed' : '';
  if (!expiresAt) return `Access token: the provider did not say when it ends${renewal}`;
  const words = expiresAt > now ? `ends ${span(expiresAt, now)}` : `ended ${span(expiresAt, now)}`;
  return `Access token ${words}${renewal}`;
}

function connectionWords({ connection }: Snapshot): string {
  switch (connection.kind) {
    case 'unknown':
      return 'Provider: not asked yet';
    case 'stopped':
      return 'Provider: stopped';
    case 'starting':
      return 'Provider: starting';
    case 'reachable':
      return 'Provider: reachable';
    case 'denied':
      return 'Provider: refuses to show registrations';
    case 'unreachable':
      return `Provider: not reachable (${connection.cause})`;
  }
}
