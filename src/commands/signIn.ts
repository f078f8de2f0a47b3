import { SsoError } from '../base/ssoError.ts';
import type { SessionFacts } from '../model/session.ts';
import { errorText } from '../views/errorText.ts';
import type { Parts } from './parts.ts';
import { startLocalProvider } from './startLocalProvider.ts';
import { needTrust } from './trust.ts';

export type SignInDeps = Pick<
  Parts,
  | 'ask'
  | 'browser'
  | 'files'
  | 'localProvider'
  | 'progress'
  | 'reader'
  | 'sessions'
  | 'settings'
  | 'store'
  | 'workspace'
>;

/**
 * *SSO: Sign In*. Starts the local provider where the environment is local, opens the browser once, and waits for the
 * person to come back. `loginHint` names who is expected; `scopes` adds to those of the environment.
 */
export async function signIn(
  deps: SignInDeps,
  { loginHint, scopes = [] }: { readonly loginHint?: string; readonly scopes?: readonly string[] } = {},
): Promise<SessionFacts> {
  const { browser, progress, sessions, settings, store, workspace } = deps;
  needTrust(workspace);
  const { environment } = store.current.workspace;
  if (environment.provider !== 'local') throw notYet(environment.name);
  await startLocalProvider(deps);
  store.update({ signIn: { kind: 'running' } });
  try {
    const facts = await progress.during(
      `Signing in to ${environment.name}: continue in the browser`,
      (_report, cancelled) =>
        sessions.signIn(
          {
            environment: environment.name,
            issuer: environment.issuer,
            clientId: environment.signIn.clientId,
            scopes: [...new Set([...environment.signIn.scopes, ...scopes])],
            allowHttpOnLoopback: true, // the provider answered with the instance id of our own state folder
            ports: settings.signInPorts(),
            timeoutMs: settings.signInTimeoutMs(),
            ...(loginHint === undefined ? {} : { loginHint }),
          },
          browser,
          cancelled,
        ),
    );
    store.update({ signIn: { kind: 'idle' } });
    return facts;
  } catch (error) {
    const { message, quiet } = errorText(error);
    store.update({ signIn: quiet ? { kind: 'idle' } : { kind: 'failed', reason: message } });
    throw error;
  }
}

const notYet = (environment: string): SsoError =>
  new SsoError('environment.unsupported', {
    message: `This version signs in to environments with the local provider; ${environment} has another one.`,
    hint: 'Choose a local environment with "SSO: Use Environment".',
  });
