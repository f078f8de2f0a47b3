/** OAuth client types as a developer thinks of them; each implies its grants and its way to authenticate. */
export type ApplicationType = 'web' | 'spa' | 'native' | 'api' | 'machine';

/** How the application proves to the provider who it is. The kind, never the value. */
export type ClientAuthentication = 'none' | 'secret' | 'privateKey';

/** "Members of this group have this role in this application." */
export interface Grant {
  readonly group: string;
  readonly role: string;
}

/** What is compared between the two sides. A field is absent where the declaration is silent or the provider cannot hold it. */
export interface ApplicationFields {
  readonly name?: string;
  readonly type?: ApplicationType;
  readonly clientAuthentication?: ClientAuthentication;
  /** Absolute URIs exactly as the application sends them (RFC 9700, 2.1: compared as strings). */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** Names of the roles that the application defines. */
  readonly roles?: readonly string[];
  readonly grants?: readonly Grant[];
  /** For type `api`: the `aud` of its access tokens (RFC 8707 resource indicator). */
  readonly audience?: string;
  /** For type `api`: names of its scopes. */
  readonly scopes?: readonly string[];
}

/** An application of the workspace, resolved for one environment. */
export interface DeclaredApplication {
  readonly key: string;
  /** The client id it has, or asks for, at the environment's provider. */
  readonly clientId: string;
  /** Where it runs in this environment, first the one to open. */
  readonly urls: readonly string[];
  /** What each role means, by its name. */
  readonly roleDescriptions: Readonly<Record<string, string>>;
  readonly fields: ApplicationFields;
}

/** The same application as the provider knows it. */
export interface RegisteredApplication {
  readonly clientId: string;
  readonly fields: ApplicationFields;
  /** Changes with every change at the provider; given back on writes so that nobody's work is overwritten. */
  readonly version: string;
  /** True where this product made it and left its mark; only then may it ever be removed. */
  readonly ours: boolean;
}
