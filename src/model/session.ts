import type { Environment, OwnSignIn } from './environment.ts';
import type { SignInFlow } from './signInFlow.ts';

/** Facts about a signed-in account; never its tokens. Safe for state, views and logs. */
export interface SessionFacts {
  readonly id: string;
  readonly environment: string;
  readonly issuer: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
  /** When the access token ends; absent where the provider did not say (RFC 6749, 5.1: `expires_in` is optional). */
  readonly expiresAt?: Date;
  readonly refreshable: boolean;
  /** For a local provider: which one made it. Several may listen at one address, one after the other. */
  readonly instance?: string;
  readonly clientId: string;
  /** The API that its access token was wanted for. */
  readonly audience?: string;
  /** By what the provider knows the person, to suggest the account to it again. */
  readonly loginHint?: string;
  readonly flow: SignInFlow;
  /** True where the access token works only together with a key of this product (RFC 9449). */
  readonly bound: boolean;
  /** Why the last try to renew it did not succeed, while it may still be renewed. */
  readonly trouble?: { readonly since: Date; readonly reason: string };
}

/** A session that its provider ended: only the person can go on. Kept until somebody signs in there again, or signs out. */
export interface EndedSession {
  readonly id: string;
  readonly environment: string;
  readonly issuer: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly endedAt: Date;
  readonly instance?: string;
}

/** Where a session may count. */
export type SessionPlace = Pick<Environment, 'issuer' | 'name'> & {
  readonly signIn?: Pick<OwnSignIn, 'audience' | 'clientId'>;
};

/**
 * True where a session belongs to an environment: by name, issuer, and what its tokens were made for. Another repository may
 * use the same name for the same issuer and mean another client or API.
 */
export function countsIn(
  session: Pick<EndedSession, 'environment' | 'issuer'> & Partial<Pick<SessionFacts, 'audience' | 'clientId'>>,
  { name, issuer, signIn }: SessionPlace,
): boolean {
  if (session.environment !== name || session.issuer !== issuer) return false;
  if (session.clientId === undefined || signIn === undefined) return true;
  return (signIn.clientId ?? session.clientId) === session.clientId && signIn.audience === session.audience;
}
