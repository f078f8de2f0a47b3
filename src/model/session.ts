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
