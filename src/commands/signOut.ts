import type { SessionFacts } from '../model/session.ts';
import { endedInUse, sessionInUse } from '../state/snapshot.ts';
import type { Of, Parts } from './parts.ts';
import { sessionOf } from './subject.ts';

type Deps = Pick<Parts, 'ask' | 'store'> & Of<'sessions', 'list' | 'remove'>;

/** *SSO: Sign Out*. Revokes the tokens where the provider can be reached, and forgets them in any case. */
export async function signOut(deps: Deps, argument?: unknown): Promise<void> {
  await endSession(deps, 'Sign Out', argument, ({ id }) => deps.sessions.remove(id));
}

/** *SSO: Sign Out Also at the Provider*. Ends the session of the browser too, so that the next sign-in asks who is there. */
export async function signOutAtProvider(
  deps: Deps & Pick<Parts, 'browser' | 'progress'> & Of<'sessions', 'removeEverywhere'>,
  argument?: unknown,
): Promise<void> {
  const { ask, browser, progress, sessions } = deps;
  await endSession(deps, 'Sign Out Also at the Provider', argument, async ({ id, environment }) => {
    const { kind } = await progress.during(
      `Signing out of ${environment}: continue in the browser`,
      (_report, cancelled) => sessions.removeEverywhere(id, browser, cancelled),
    );
    if (kind === 'opened') await ask.tell('You are signed out here. Finish on the page of the provider.');
    if (kind === 'unsupported') {
      await ask.tell('You are signed out here. The provider offers no way to sign out there from outside.');
    }
  });
}

async function endSession(
  { ask, sessions, store }: Deps,
  title: string,
  argument: unknown,
  end: (session: SessionFacts) => Promise<unknown>,
): Promise<void> {
  const known = store.current.sessions;
  const wanted = sessionOf(argument);
  const ended = store.current.ended.find(({ id }) => id === wanted) ?? endedInUse(store.current);
  if (ended && (ended.id === wanted || known.length === 0)) {
    store.update({ signIn: { kind: 'idle' } });
    await sessions.remove(ended.id); // nobody is to be asked to sign in there again
    return;
  }
  const named = known.find(({ id }) => id === wanted);
  const session =
    named ?? (known.length > 1 ? await choose(ask, title, known) : (sessionInUse(store.current) ?? known[0]));
  if (!session && known.length > 0) return;
  store.update({ signIn: { kind: 'idle' } });
  if (!session) return;
  await end(session);
  store.update({ sessions: await sessions.list() });
}

const choose = (
  ask: Parts['ask'],
  title: string,
  sessions: readonly SessionFacts[],
): Promise<SessionFacts | undefined> =>
  ask.choose(
    title,
    sessions.map((session) => ({
      label: session.account.label,
      description: session.environment,
      detail: session.issuer,
      icon: 'account',
      value: session,
    })),
  );
