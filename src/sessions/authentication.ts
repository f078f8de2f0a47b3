/** The rules of the editor's contract for authentication providers, as decisions about facts. */
import type { SessionFacts } from '../model/session.ts';
import { sameScopes } from './scopes.ts';

/**
 * The sessions that answer a question of the editor: all without `scopes`; for an empty list any will do; else those of
 * just these scopes. `accountId` narrows. Scopes come back in the order in which they were asked for.
 */
export function matchingSessions(
  sessions: readonly SessionFacts[],
  scopes: readonly string[] | undefined,
  accountId?: string,
): readonly SessionFacts[] {
  return sessions
    .filter(({ account }) => accountId === undefined || account.id === accountId)
    .filter((session) => scopes === undefined || scopes.length === 0 || sameScopes(session.scopes, scopes))
    .map((session) => (scopes === undefined || scopes.length === 0 ? session : { ...session, scopes: [...scopes] }));
}

export interface AskedOfProvider {
  readonly scopes: readonly string[];
  readonly loginHint?: string;
}

/**
 * What to ask the provider for when the editor wants a new session: the scopes asked for, else those of the environment.
 * A known account is suggested to the provider.
 */
export function signInFor(
  scopes: readonly string[],
  environmentScopes: readonly string[],
  account: { readonly label: string } | undefined,
): AskedOfProvider {
  return {
    scopes: [...new Set(scopes.length === 0 ? environmentScopes : scopes)],
    ...(account === undefined ? {} : { loginHint: account.label }),
  };
}
