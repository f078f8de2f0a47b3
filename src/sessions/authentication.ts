/** The rules of the editor's contract for authentication providers, as decisions about facts. */
import { SsoError } from '../base/ssoError.ts';
import { countsIn, type SessionFacts, type SessionPlace } from '../model/session.ts';
import { sameScopes } from './scopes.ts';

/** Stands among the scopes of a question and picks an environment by its name. Never sent to a provider. */
const pseudoScope = 'SSO_ENVIRONMENT:';

export interface Asked {
  /** Absent where the environment in use is meant. */
  readonly environment?: string;
  /** What is to be asked of the provider: each scope once, in the order given. */
  readonly scopes: readonly string[];
}

/** What a list of scopes asks for. Fails with `environment.unknown` when it names two environments, or an empty name. */
export function askedOf(scopes: readonly string[]): Asked {
  const names = new Set(
    scopes.filter((scope) => scope.startsWith(pseudoScope)).map((scope) => scope.slice(pseudoScope.length)),
  );
  const rest = [...new Set(scopes.filter((scope) => !scope.startsWith(pseudoScope)))];
  const [environment, ...others] = names;
  if (environment === undefined) return { scopes: rest };
  if (environment !== '' && others.length === 0) return { environment, scopes: rest };
  throw new SsoError('environment.unknown', {
    message: `A request for a session names ${others.length === 0 ? 'no' : 'more than one'} environment after ${pseudoScope}`,
    hint: 'Name one environment of sso.json.',
  });
}

export interface Question {
  /** As given: undefined asks for all sessions. */
  readonly scopes: readonly string[] | undefined;
  readonly accountId?: string | undefined;
  /** The environment that is meant; undefined where there is none of the name. */
  readonly environment: SessionPlace | undefined;
}

/**
 * The sessions that answer a question of the editor: all without `scopes`; else those of just these scopes, any for an
 * empty list, in the environment that is meant, or in every one for an account that is named. Scopes come back as they
 * were asked for. Sessions whose tokens only this product can use are given where there are no others.
 */
export function matchingSessions(
  sessions: readonly SessionFacts[],
  { scopes, accountId, environment }: Question,
): readonly SessionFacts[] {
  const ofAccount = sessions.filter(({ account }) => accountId === undefined || account.id === accountId);
  if (scopes === undefined) return ofAccount;
  const asked = askedOf(scopes);
  const anywhere = accountId !== undefined && asked.environment === undefined;
  const matching = ofAccount
    .filter((session) => anywhere || (environment !== undefined && countsIn(session, environment)))
    .filter((session) => asked.scopes.length === 0 || sameScopes(session.scopes, asked.scopes))
    .map((session) => (scopes.length === 0 ? session : { ...session, scopes: [...scopes] }));
  const usable = matching.filter(({ bound }) => !bound);
  return usable.length > 0 ? usable : matching;
}

/**
 * An account as the editor knows it. It keeps what a person allowed an extension by the label alone, so the label always ends
 * with the issuer: no provider can name an account like one of another.
 */
export const editorAccount = ({
  account,
  issuer,
}: Pick<SessionFacts, 'account' | 'issuer'>): { readonly id: string; readonly label: string } => ({
  id: account.id,
  label: `${account.label} (${issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')})`,
});

export interface WantedSession {
  readonly environment?: string;
  readonly scopes?: readonly string[];
  readonly loginHint?: string;
  readonly anotherAccount?: boolean;
}

/**
 * What to sign in for when the editor wants a new session: the scopes asked for, else those of the environment. A known
 * account is suggested to the provider; without one the provider asks which is meant, if the person wants that.
 */
export function signInFor(
  scopes: readonly string[],
  account: { readonly id: string; readonly label: string } | undefined,
  known: readonly SessionFacts[],
  selectAccount: boolean,
): WantedSession {
  const { environment, scopes: wanted } = askedOf(scopes);
  const session = known.find((each) => each.account.id === account?.id);
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(wanted.length === 0 ? {} : { scopes: wanted }),
    ...(account === undefined ? { anotherAccount: selectAccount } : { loginHint: session?.loginHint ?? account.label }),
  };
}
