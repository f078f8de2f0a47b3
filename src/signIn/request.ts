import type { JWK } from 'jose';
import type { SignInFlow } from '../model/signInFlow.ts';
import type { Browser, Clock, Fetch, Log, Surroundings } from '../ports.ts';

export interface SignInRequest {
  readonly issuer: string;
  /** Absent where the provider is asked to register the editor (RFC 7591). */
  readonly clientId?: string;
  readonly scopes: readonly string[];
  readonly loginHint?: string;
  /** Values of `prompt`, separated by spaces. */
  readonly prompt?: string;
  /** Further parameters of the authorization request. One that the flow sets itself is left out, and the log says so. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Asks for a refresh token that outlives the session at the provider, beside the scopes (OpenID Connect Core 1.0, 11). */
  readonly offlineAccess?: boolean;
  /** The API that the access token is wanted for. */
  readonly audience?: string;
  /** True only for our own local provider, or where the person set it. */
  readonly allowHttpOnLoopback: boolean;
  /** Origins beside the issuer's own that its metadata may name, as the person confirmed them. Default none. */
  readonly origins?: readonly string[];
  /** Default `loopback`. */
  readonly flow?: SignInFlow;
  /** What is registered for the client to come back to; empty or absent: a path of 127.0.0.1 at any port. */
  readonly redirectUris?: readonly string[];
  /** Ports for the browser to come back to, tried in order before one that the system picks. */
  readonly ports?: readonly number[];
  /** For the whole sign-in. Default five minutes. The device flow ends with its code instead. */
  readonly timeoutMs?: number;
  /** When the access token is bound to a key of ours (RFC 9449). Default `whenRequired`. */
  readonly bindTokens?: 'whenRequired' | 'whenAnnounced';
}

export interface SignedIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly flow: SignInFlow;
  readonly subject: string;
  readonly label: string;
  /** By what the provider knows the person: its user name, or an address. */
  readonly loginHint?: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
  /** Absent where the provider does not say. */
  readonly expiresAt?: Date;
  /** What was granted, which may differ from what was asked for. */
  readonly scopes: readonly string[];
  /** Present where the tokens work only together with it. */
  readonly bindingKey?: BindingKey;
}

/** A key pair that tokens are bound to (RFC 9449, 4.2). A secret. */
export interface BindingKey {
  readonly alg: 'ES256';
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

/** What a flow needs of the person beside the browser. */
export interface SignInPerson {
  /**
   * Shows the code of the device flow and helps to get to the page. False when the person gave up. Resolves while the
   * code is still to be typed; `steps` keeps it before the person's eyes.
   */
  showCode(code: DeviceCode, signal: AbortSignal): Promise<boolean>;
  /** Asks for the address that the browser ended at. `problem` says in words what cannot be taken. Undefined: given up. */
  pastedAddress(problem: (text: string) => string | undefined, signal: AbortSignal): Promise<string | undefined>;
  /** Says in a line what the sign-in waits for. */
  step(words: string): void;
}

/** RFC 8628, 3.2. Text of the provider, already checked to be harmless. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** With the code in it. Absent where the page is somebody else's. */
  readonly verificationUriComplete?: string;
  /** Present where the page is at an origin that the person did not agree to: another provider's code may be passed on. */
  readonly elsewhere?: { readonly page: string; readonly provider: string };
  readonly expiresAt: Date;
}

/** The registrations of this editor, the last one of each issuer. They are secrets. */
export interface KnownClients {
  get(issuer: string): Promise<KnownClient | undefined>;
  put(issuer: string, client: KnownClient): Promise<void>;
  forget(issuer: string): Promise<void>;
}

/** What came of a registration (RFC 7591, 3.2.1). */
export interface KnownClient {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  /** Where the browser may come back to after signing out at the provider. */
  readonly postLogoutRedirectUri?: string;
  /** Manages the registration (RFC 7592). A secret. */
  readonly registrationAccessToken?: string;
  readonly registrationClientUri?: string;
  /** True where the provider gives the client nothing but tokens that are bound (RFC 9449, 5.2). */
  readonly bindsTokens?: boolean;
}

export interface SignInDeps {
  readonly browser: Browser;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly surroundings: Surroundings;
  readonly person: SignInPerson;
  readonly clients: KnownClients;
}
