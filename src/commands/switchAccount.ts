import type { SessionFacts } from '../model/session.ts';
import type { Choice } from '../ports.ts';
import { sessionInUse, sessionsOf } from '../state/snapshot.ts';
import type { Of } from './parts.ts';
import { signIn, type SignInDeps } from './signIn.ts';
import { environmentNamed, sessionOf } from './subject.ts';

type Deps = SignInDeps & Of<'reader', 'useAccount' | 'useEnvironment'>;

const another = 'another';

/** *SSO: Switch Account …*. Takes one of the accounts of an environment into use, or signs in with one more. */
export async function switchAccount(deps: Deps, argument?: unknown): Promise<void> {
  const { ask, reader, store } = deps;
  const named = store.current.sessions.find(({ id }) => id === sessionOf(argument));
  if (named) {
    await reader.useAccount(named.environment, named.account.id);
    return;
  }
  const { environments, workspace } = store.current;
  const wanted = environmentNamed(argument);
  const environment = environments.find(({ name }) => name === wanted) ?? workspace.environment;
  const inUse = sessionInUse(store.current, environment)?.account.id;
  const accounts = onePerAccount(sessionsOf(store.current.sessions, environment));
  const chosen = await ask.choose<SessionFacts | typeof another>(`Switch Account: ${environment.name}`, [
    ...accounts.map((session): Choice<SessionFacts> => ({
      label: session.account.label,
      description: session.account.id === inUse ? 'in use' : '',
      detail: session.issuer,
      icon: 'account',
      value: session,
    })),
    { label: 'Sign in with another account…', icon: 'add', value: another },
  ]);
  if (chosen === undefined) return;
  if (chosen === another) await signIn(deps, { environment: environment.name, anotherAccount: true });
  else await reader.useAccount(environment.name, chosen.account.id);
}

const onePerAccount = (sessions: readonly SessionFacts[]): readonly SessionFacts[] => [
  ...new Map(sessions.map((session) => [session.account.id, session])).values(),
];
