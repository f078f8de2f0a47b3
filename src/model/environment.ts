import type { SignInFlow } from './signInFlow.ts';

export type ProviderKind = 'local' | 'keycloak' | 'oidc';

/** A named provider of the workspace. */
export interface Environment {
  readonly name: string;
  readonly provider: ProviderKind;
  /** The one spelling of its issuer; for the local provider made from `port`. */
  readonly issuer: string;
  /** Where its provider listens on 127.0.0.1; present just where the product itself starts that provider, on this machine. */
  readonly port?: number;
  readonly signIn: OwnSignIn;
}

/** How the developer's own sign-in asks the provider. */
export interface OwnSignIn {
  /** Absent where the provider is asked to register the editor by itself (RFC 7591). */
  readonly clientId?: string;
  readonly scopes: readonly string[];
  /** Further parameters of the authorization request; never one that the flow sets itself. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What is registered for the client to come back to. Empty: a path of 127.0.0.1 at any port. */
  readonly redirectUris: readonly string[];
  /** Where the provider may send the browser after signing out there; absent where nothing is registered. */
  readonly postLogoutRedirectUri?: string;
  /** Offered first. */
  readonly flow?: SignInFlow;
  /** The API that access tokens are wanted for. */
  readonly audience?: string;
}

/** An environment whose provider the product starts by itself. */
export type StartedHere = Environment & { readonly port: number };

export const isStartedHere = (environment: Environment): environment is StartedHere => environment.port !== undefined;
