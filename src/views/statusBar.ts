import type { SessionFacts } from '../model/session.ts';
import { endedInUse, sessionInUse, sessionsOf, type Snapshot } from '../state/snapshot.ts';
import { plan } from '../sync/plan.ts';
import { noticeText } from './plainText.ts';
import { connectionWords, expiryWords, lasting } from './sessionWords.ts';
import { span } from './timeWords.ts';

/** The one status bar item, as data. */
export interface StatusBar {
  readonly kind: Situation['kind'];
  /** With codicons as the editor writes them. */
  readonly text: string;
  /** Plain lines. */
  readonly tooltip: readonly string[];
  readonly emphasis: 'none' | 'warning' | 'error';
  /** For screen readers: the text without icons. */
  readonly spoken: string;
}

interface Situation {
  readonly kind:
    'signedOut' | 'signingIn' | 'signedIn' | 'severalAccounts' | 'endsSoon' | 'offline' | 'needsAttention' | 'failed';
  readonly icon: string;
  readonly words: string;
  readonly emphasis: StatusBar['emphasis'];
}

/** Says who is signed in where, and what waits to be applied. Colour never says more than the words do. */
export function statusBar(snapshot: Snapshot, now: Date): StatusBar {
  const session = sessionInUse(snapshot);
  const { signIn, workspace } = snapshot;
  const environment = 'environment' in signIn ? signIn.environment : workspace.environment.name;
  const { kind, icon, words, emphasis } = situation(snapshot, session, now);
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

function situation(snapshot: Snapshot, session: SessionFacts | undefined, now: Date): Situation {
  const { signIn } = snapshot;
  if (signIn.kind === 'running') {
    return { kind: 'signingIn', icon: 'loading~spin', words: 'Signing in', emphasis: 'none' };
  }
  if (signIn.kind === 'failed') {
    return { kind: 'failed', icon: 'error', words: 'Sign-in failed', emphasis: 'error' };
  }
  if (session) return standing(snapshot, session, now);
  return endedInUse(snapshot)
    ? signInAgain
    : { kind: 'signedOut', icon: 'sign-in', words: 'Signed out', emphasis: 'none' };
}

function standing(snapshot: Snapshot, session: SessionFacts, now: Date): Situation {
  const { label } = session.account;
  const left = lasting(session, now);
  if (left === 'over') return signInAgain;
  if (left === 'endsSoon' && session.expiresAt) {
    const words = `${label}, ends ${span(session.expiresAt, now)}`;
    return { kind: 'endsSoon', icon: 'watch', words, emphasis: 'warning' };
  }
  if (session.trouble) {
    return { kind: 'offline', icon: 'debug-disconnect', words: `${label}, not renewed`, emphasis: 'none' };
  }
  const others = accountsOf(snapshot) - 1;
  return others > 0
    ? { kind: 'severalAccounts', icon: 'account', words: `${label} +${String(others)}`, emphasis: 'none' }
    : { kind: 'signedIn', icon: 'account', words: label, emphasis: 'none' };
}

const signInAgain: Situation = {
  kind: 'needsAttention',
  icon: 'warning',
  words: 'Sign in again',
  emphasis: 'warning',
};

const accountsOf = ({ sessions, workspace }: Snapshot): number =>
  new Set(sessionsOf(sessions, workspace.environment).map(({ account }) => account.id)).size;

function tooltip(snapshot: Snapshot, session: SessionFacts | undefined, now: Date): readonly string[] {
  const { environment } = snapshot.workspace;
  const ended = endedInUse(snapshot);
  return [
    `Environment: ${environment.name} (${environment.issuer})`,
    ...(session
      ? [`Signed in as ${session.account.label}`, `Access token ${expiryWords(session, now)}`]
      : ['Nobody is signed in to this environment']),
    ...(session?.trouble
      ? [`Not renewed: first failed ${span(session.trouble.since, now)}. ${session.trouble.reason}`]
      : []),
    ...(ended ? [`The provider ended the session of ${ended.account.label} ${span(ended.endedAt, now)}`] : []),
    ...('reason' in snapshot.signIn ? [snapshot.signIn.reason] : []),
    ...others(snapshot, session, now),
    `Provider: ${connectionWords(snapshot.connection)}`,
    snapshot.lastRead
      ? `Registrations last checked ${span(snapshot.lastRead, now)}`
      : 'Registrations have not been checked yet',
    'Click for actions',
  ];
}

/** More lines than anybody reads in a tooltip are counted. */
const shownOthers = 5;

function others({ sessions }: Snapshot, inUse: SessionFacts | undefined, now: Date): readonly string[] {
  const rest = sessions.filter(({ id }) => id !== inUse?.id);
  const more = rest.length - shownOthers;
  return [
    ...rest
      .slice(0, shownOthers)
      .map((session) => `Also ${session.account.label} (${session.environment}): ${expiryWords(session, now)}`),
    ...(more > 0 ? [`and ${String(more)} more`] : []),
  ];
}
