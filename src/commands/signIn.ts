import { SsoError } from '../base/ssoError.ts';
import { type Environment, isStartedHere } from '../model/environment.ts';
import type { SessionFacts } from '../model/session.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import type { SessionRequest } from '../sessions/sessions.ts';
import type { SignInState } from '../state/snapshot.ts';
import { errorLine, errorText } from '../views/errorText.ts';
import { anotherFlow, chooseFlow, mayTryAnother } from './chooseFlow.ts';
import { confirmProvider, type ConfirmDeps } from './confirmProvider.ts';
import type { Of, Parts } from './parts.ts';
import { signInPerson } from './signInPerson.ts';
import { type AskedOfProvider, signInRequest } from './signInRequest.ts';
import { startLocalProvider, type StartDeps } from './startLocalProvider.ts';
import { needTrust } from './trust.ts';
import { agreeOnWayBack } from './wayBack.ts';

export type SignInDeps = StartDeps &
  ConfirmDeps &
  Pick<Parts, 'browser' | 'clipboard' | 'surroundings'> &
  Of<'reader', 'useAccount' | 'useEnvironment'> &
  Of<'sessions', 'list' | 'signIn'> &
  Of<'localProvider', 'provenInstance' | 'start' | 'status'>;

export interface AskedSignIn extends AskedOfProvider {
  /** Name of the environment; default the one in use. */
  readonly environment?: string;
}

/**
 * *SSO: Sign In*. Starts the local provider where the environment is local, agrees with the person on every other, opens
 * the browser once, and waits for the person to come back. Where one way fails, another is offered.
 */
export async function signIn(deps: SignInDeps, asked: AskedSignIn = {}): Promise<SessionFacts> {
  const { sessions, store, workspace } = deps;
  needTrust(workspace);
  const environment = await readyEnvironment(deps, asked.environment);
  const running = { kind: 'running', environment: environment.name } as const;
  /** A second sign-in ends the first, and then speaks for both. */
  const become = (signIn: SignInState): void => {
    if (store.current.signIn === running) store.update({ signIn });
  };
  store.update({ signIn: running });
  try {
    const facts = await oneWayOrAnother(deps, environment, asked);
    await deps.reader.useAccount(facts.environment, facts.account.id);
    store.update({ sessions: await sessions.list() }); // before the end of signing in, else a moment of nobody is shown
    become({ kind: 'idle' });
    return facts;
  } catch (error) {
    const { message, tone } = errorText(error);
    become(tone === 'failure' ? { kind: 'failed', environment: environment.name, reason: message } : { kind: 'idle' });
    throw error;
  }
}

async function oneWayOrAnother(
  deps: SignInDeps,
  environment: Environment,
  asked: AskedOfProvider,
): Promise<SessionFacts> {
  const provider = isStartedHere(environment)
    ? undefined
    : await confirmProvider(deps, environment, new AbortController().signal);
  const metadata = provider?.metadata ?? {};
  const request: SessionRequest = {
    ...signInRequest(environment, deps.settings, asked, provider),
    ...(provider ? {} : { instance: deps.localProvider.provenInstance }),
  };
  const tried: SignInFlow[] = [];
  let flow = await chooseFlow(deps, environment, metadata);
  for (;;) {
    if (provider) await agreeOnWayBack(deps, environment, flow, metadata);
    try {
      return await signInBy(deps, { ...request, flow });
    } catch (error) {
      if (!mayTryAnother(error)) throw error;
      tried.push(flow);
      deps.log.warn(errorLine(error));
      const because = error instanceof SsoError ? error.message : errorText(error).message;
      const next = await anotherFlow(deps, environment, metadata, { tried, because });
      if (next === undefined) throw error;
      flow = next;
    }
  }
}

/** Signs in once; once more with the question for consent where that may bring what keeps a session alive. */
async function signInBy(deps: SignInDeps, request: SessionRequest): Promise<SessionFacts> {
  const { ask, browser, progress, sessions } = deps;
  const once = (changes: Partial<SessionRequest>): Promise<SessionFacts> =>
    progress.during(`Signing in to ${request.environment}: continue in the browser`, (report, cancelled) =>
      sessions.signIn({ ...request, ...changes }, { browser, person: signInPerson(deps, report) }, cancelled),
    );
  const facts = await once({});
  const wantsMore = request.offlineAccess === true || request.scopes.includes('offline_access');
  if (facts.refreshable || !wantsMore || request.prompt?.includes('consent') === true) return facts;
  const agreed = await ask.confirm(
    'The session cannot be renewed.',
    'You are signed in, but the provider gave no refresh token although offline access was asked for. Some providers give one only after you agree to it on their page; some then ask an administrator.',
    'Sign In Again and Agree',
  );
  if (!agreed) return facts;
  return once({ prompt: [request.prompt, 'consent'].filter((value) => value !== undefined).join(' ') });
}

/** The environment that was named, or the one in use, with its provider started where it is started here. */
async function readyEnvironment(deps: SignInDeps, name: string | undefined): Promise<Environment> {
  const wanted = environmentOf(deps, name);
  if (!isStartedHere(wanted)) return wanted;
  if (wanted.name !== deps.store.current.workspace.environment.name) await deps.reader.useEnvironment(wanted.name);
  await startLocalProvider(deps);
  return environmentOf(deps, wanted.name); // starting may have moved it to another port
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
