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
}
