export type ProviderKind = 'local' | 'keycloak' | 'oidc';

/** A named provider of the workspace. */
export interface Environment {
  readonly name: string;
  readonly provider: ProviderKind;
  /** The one spelling of its issuer; for the local provider made from `port`. */
  readonly issuer: string;
  /** Only for `local`: where its provider listens on 127.0.0.1. */
  readonly port?: number;
  /** Client id and scopes of the developer's own sign-in. */
  readonly signIn: { readonly clientId: string; readonly scopes: readonly string[] };
}
