export type ProviderKind = 'local' | 'keycloak' | 'oidc';

/** A named provider of the workspace. */
export interface Environment {
  readonly name: string;
  readonly provider: ProviderKind;
  /** The one spelling of its issuer; for the local provider made from `port`. */
  readonly issuer: string;
  /** Where its provider listens on 127.0.0.1; present just where the product itself starts that provider, on this machine. */
  readonly port?: number;
  /** Client id and scopes of the developer's own sign-in. */
  readonly signIn: { readonly clientId: string; readonly scopes: readonly string[] };
}

/** An environment whose provider the product starts by itself. */
export type StartedHere = Environment & { readonly port: number };

export const isStartedHere = (environment: Environment): environment is StartedHere => environment.port !== undefined;
