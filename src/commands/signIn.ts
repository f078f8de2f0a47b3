import { SsoError } from '../base/ssoError.ts';
import { type Environment, isStartedHere } from '../model/environment.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import type { SessionRequest } from '../sessions/sessions.ts';
import type { SignInState } from '../state/snapshot.ts';
import { errorText } from '../views/errorText.ts';
import { confirmProvider, type ConfirmDeps } from './confirmProvider.ts';
import type { Of, Parts } from './parts.ts';
import { signInPerson } from './signInPerson.ts';
import { startLocalProvider, type StartDeps } from './startLocalProvider.ts';
import { needTrust } from './trust.ts';

export type SignInDeps = StartDeps &
  ConfirmDeps &
  Pick<Parts, 'browser' | 'clipboard'> &
  Of<'reader', 'useEnvironment'> &
  Of<'sessions', 'list' | 'signIn'> &
  Of<'localProvider', 'provenInstance' | 'start' | 'status'>;

/** What takes the place of what the environment says. */
export interface AskedSignIn {
  /** Name of the environment; default the one in use. */
  readonly environment?: string;
  readonly scopes?: readonly string[];
  readonly loginHint?: string;
  readonly prompt?: string;
  readonly flow?: SignInFlow;
}

/**
 * *SSO: Sign In*. Starts the local provider where the environment is local, agrees with the person on every other, opens
 * the browser once, and waits for the person to come back.
 */
export async function signIn(
  deps: SignInDeps,
  { environment: named, ...asked }: AskedSignIn = {},
): Promise<SessionFacts> {
  const { progress, sessions, store, workspace } = deps;
  needTrust(workspace);
  const wanted = environmentOf(deps, named);
  if (isStartedHere(wanted)) {
    if (wanted.name !== store.current.workspace.environment.name) await deps.reader.useEnvironment(wanted.name);
    await startLocalProvider(deps);
  }
  const environment = environmentOf(deps, wanted.name); // starting may have moved it to another port
  const running = { kind: 'running' } as const;
  /** A second sign-in ends the first, and then speaks for both. */
  const become = (signIn: SignInState): void => {
    if (store.current.signIn === running) store.update({ signIn });
  };
  store.update({ signIn: running });
  try {
    const facts = await progress.during(
      `Signing in to ${environment.name}: continue in the browser`,
      async (report, cancelled) =>
        sessions.signIn(
          await requestFor(deps, environment, asked, cancelled),
          { browser: deps.browser, person: signInPerson(deps, report) },
          cancelled,
        ),
    );
    store.update({ sessions: await sessions.list() }); // before the end of signing in, else a moment of nobody is shown
    become({ kind: 'idle' });
    return facts;
  } catch (error) {
    const { message, tone } = errorText(error);
    become(tone === 'failure' ? { kind: 'failed', reason: message } : { kind: 'idle' });
    throw error;
  }
}

async function requestFor(
  deps: SignInDeps,
  environment: Environment,
  asked: Omit<AskedSignIn, 'environment'>,
  signal: AbortSignal,
): Promise<SessionRequest> {
  const { localProvider, settings } = deps;
  const { signIn: own } = environment;
  const isLocal = isStartedHere(environment);
  const request = {
    environment: environment.name,
    issuer: environment.issuer,
    ...(own.clientId === undefined ? {} : { clientId: own.clientId }),
    scopes: own.scopes,
    parameters: own.parameters,
    redirectUris: own.redirectUris,
    ...(own.audience === undefined ? {} : { audience: own.audience }),
    ports: settings.signInPorts(),
    timeoutMs: settings.signInTimeoutMs(),
    bindTokens: settings.bindTokens(),
    ...asked,
  };
  if (isLocal) {
    // http: the provider answered with the instance id of our own state folder
    return { ...request, instance: localProvider.provenInstance, allowHttpOnLoopback: true };
  }
  const { origins } = await confirmProvider(deps, environment, signal);
  return { ...request, origins, allowHttpOnLoopback: settings.allowHttpOnLoopback() };
}

function environmentOf({ store }: Pick<Parts, 'store'>, name: string | undefined): Environment {
  const { environments, workspace } = store.current;
  if (name === undefined || name === workspace.environment.name) return workspace.environment;
  const named = environments.find((environment) => environment.name === name);
  if (named) return named;
  throw new SsoError('environment.unknown', {
    message: `This workspace has no environment "${name}".`,
    hint: `It has: ${environments.map((environment) => environment.name).join(', ')}.`,
  });
}
