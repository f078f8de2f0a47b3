import { SsoError } from '../base/ssoError.ts';
import { isStartedHere } from '../model/environment.ts';
import type { AskedSignIn } from '../sessions/authentication.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SignInState } from '../state/snapshot.ts';
import { errorText } from '../views/errorText.ts';
import type { Of, Parts } from './parts.ts';
import { startLocalProvider, type StartDeps } from './startLocalProvider.ts';
import { needTrust } from './trust.ts';

export type SignInDeps = StartDeps &
  Pick<Parts, 'browser' | 'settings'> &
  Of<'sessions', 'list' | 'signIn'> &
  Of<'localProvider', 'provenInstance' | 'start' | 'status'>;

/**
 * *SSO: Sign In*. Starts the local provider where the environment is local, opens the browser once, and waits for the
 * person to come back. What is `asked` takes the place of what the environment says.
 */
export async function signIn(deps: SignInDeps, asked: Partial<AskedSignIn> = {}): Promise<SessionFacts> {
  const { browser, progress, sessions, settings, store, workspace } = deps;
  needTrust(workspace);
  const wanted = store.current.workspace.environment;
  if (!isStartedHere(wanted)) throw notYet(wanted.name);
  await startLocalProvider(deps);
  const { environment } = store.current.workspace; // starting may have moved it to another port
  const running = { kind: 'running' } as const;
  /** A second sign-in ends the first, and then speaks for both. */
  const become = (signIn: SignInState): void => {
    if (store.current.signIn === running) store.update({ signIn });
  };
  store.update({ signIn: running });
  try {
    const facts = await progress.during(
      `Signing in to ${environment.name}: continue in the browser`,
      (_report, cancelled) =>
        sessions.signIn(
          {
            environment: environment.name,
            instance: deps.localProvider.provenInstance,
            issuer: environment.issuer,
            clientId: environment.signIn.clientId,
            allowHttpOnLoopback: true, // the provider answered with the instance id of our own state folder
            ports: settings.signInPorts(),
            timeoutMs: settings.signInTimeoutMs(),
            scopes: environment.signIn.scopes,
            ...asked,
          },
          browser,
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

const notYet = (environment: string): SsoError =>
  new SsoError('environment.unsupported', {
    message: `This version signs in to environments with the local provider; ${environment} has another one.`,
    hint: 'Choose a local environment with "SSO: Use Environment".',
  });
