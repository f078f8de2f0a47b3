import type { Environment } from '../model/environment.ts';
import type { Settings } from '../ports.ts';
import { askedOf } from '../sessions/authentication.ts';
import type { SessionRequest } from '../sessions/sessions.ts';

/** What takes the place of what the environment says. */
export interface AskedOfProvider {
  readonly scopes?: readonly string[];
  readonly loginHint?: string;
  /** The account that the hint is of, by its id, which begins with its issuer. No other provider is told of it. */
  readonly accountId?: string;
  /** Lets the provider ask which account is meant, whoever is signed in there. */
  readonly anotherAccount?: boolean;
}

/** What is known of the provider; absent for the local one, which proved itself by its instance id. */
export interface KnownProvider {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly origins: readonly string[];
}

/** Registered for the built-in client of the local provider, with any port. */
const localReturn = 'http://127.0.0.1/callback';

/** The request of a sign-in, from what the file, the person's settings and whoever asked say. */
export function signInRequest(
  environment: Environment,
  settings: Settings,
  asked: AskedOfProvider,
  provider: KnownProvider | undefined,
): Omit<SessionRequest, 'instance'> {
  const { issuer, name, signIn: own } = environment;
  return {
    environment: name,
    issuer,
    ...(own.clientId === undefined ? {} : { clientId: own.clientId }),
    scopes: asked.scopes ?? askedOf(own.scopes).scopes, // a file may name what only a question means
    offlineAccess: settings.offlineAccess(),
    parameters: own.parameters,
    redirectUris: own.redirectUris,
    ...(own.audience === undefined ? {} : { audience: own.audience }),
    ...(asked.loginHint === undefined || isElsewhere(asked, issuer) ? {} : { loginHint: asked.loginHint }),
    ...(asked.anotherAccount === true ? { prompt: promptForAnother(provider?.metadata) } : {}),
    postLogoutRedirectUri: provider ? own.postLogoutRedirectUri : localReturn,
    ports: settings.signInPorts(),
    timeoutMs: settings.signInTimeoutMs(),
    bindTokens: settings.bindTokens(),
    origins: provider?.origins ?? [],
    allowHttpOnLoopback: provider ? settings.allowHttpOnLoopback() : true,
  };
}

const isElsewhere = ({ accountId }: AskedOfProvider, issuer: string): boolean =>
  accountId?.startsWith(`${issuer}#`) === false;

/** `select_account`, unless the provider says that it takes others only (Initiating User Registration 1.0, 4.2). */
function promptForAnother(metadata: Readonly<Record<string, unknown>> = {}): string {
  const values = metadata['prompt_values_supported'];
  return Array.isArray(values) && !values.includes('select_account') ? 'login' : 'select_account';
}
