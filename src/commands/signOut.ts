import type { SessionFacts } from '../model/session.ts';
import { sessionInUse } from '../state/snapshot.ts';
import type { Of, Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'store'> & Of<'sessions', 'list' | 'remove'>;

/** *SSO: Sign Out*. Revokes the tokens where the provider can be reached, and forgets them in any case. */
export async function signOut({ ask, sessions, store }: Deps): Promise<void> {
  const known = store.current.sessions;
  const session = known.length > 1 ? await choose(ask, known) : (sessionInUse(store.current) ?? known[0]);
  if (!session && known.length > 0) return;
  store.update({ signIn: { kind: 'idle' } });
  if (!session) return;
  await sessions.remove(session.id);
  store.update({ sessions: await sessions.list() });
}

const choose = (ask: Parts['ask'], sessions: readonly SessionFacts[]): Promise<SessionFacts | undefined> =>
  ask.choose(
    'Sign Out',
    sessions.map((session) => ({
      label: session.account.label,
      description: session.environment,
      detail: session.issuer,
      icon: 'account',
      value: session,
    })),
  );
