import { hasCode, SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { Environment } from '../model/environment.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { flowsFor } from '../signIn/flows.ts';
import type { Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'settings' | 'surroundings'>;

/**
 * The way in which a sign-in starts: the first that can work where it is sure to, or pinned; else the one that the
 * person picks. Fails with `operation.cancelled` when none is picked, and with `signIn.flowUnavailable` when none can work.
 */
export async function chooseFlow(
  deps: Deps,
  environment: Environment,
  metadata: Readonly<Record<string, unknown>>,
): Promise<SignInFlow> {
  const [first, ...others] = flowsOf(deps, environment, metadata);
  if (first?.certain === true || (first && others.length === 0)) return first.name;
  const chosen = await choose(deps.ask, `Sign In to ${environment.name}`, first ? [first, ...others] : [], undefined);
  if (chosen !== undefined) return chosen;
  throw new SsoError('operation.cancelled', { message: 'The sign-in was cancelled.' });
}

/** Another way after some did not lead back, in words; undefined where there is none, or the person wants none. */
export async function anotherFlow(
  deps: Deps,
  environment: Environment,
  metadata: Readonly<Record<string, unknown>>,
  { tried, because }: { readonly tried: readonly SignInFlow[]; readonly because: string },
): Promise<SignInFlow | undefined> {
  const left = flowsOf(deps, environment, metadata).filter(({ name }) => !tried.includes(name));
  return left.length === 0 ? undefined : choose(deps.ask, 'Sign In Another Way', left, because);
}

const passing: readonly ErrorCode[] = [
  'browser.notOpened',
  'signIn.flowUnavailable',
  'signIn.portUnavailable',
  'signIn.timeout',
];

/** True for what another way may get around; a refusal, a wrong answer or a change of mind is none of it. */
export const mayTryAnother = (error: unknown): boolean => passing.some((code) => hasCode(error, code));

const flowsOf = (
  { settings, surroundings }: Deps,
  { signIn }: Environment,
  metadata: Readonly<Record<string, unknown>>,
): ReturnType<typeof flowsFor> =>
  flowsFor({
    host: surroundings.host,
    metadata,
    redirectUris: signIn.redirectUris,
    registersItself: signIn.clientId === undefined,
    pinned: settings.signInFlow(),
    preferred: signIn.flow,
  });

const choose = (
  ask: Parts['ask'],
  title: string,
  flows: ReturnType<typeof flowsFor>,
  hint: string | undefined,
): Promise<SignInFlow | undefined> =>
  ask.choose(
    title,
    flows.map(({ name, title: label, detail }) => ({ label, detail, icon: icons[name], value: name })),
    { stays: true, ...(hint === undefined ? {} : { hint }) },
  );

const icons: Readonly<Record<SignInFlow, string>> = {
  loopback: 'globe',
  uriHandler: 'window',
  pastedUrl: 'clippy',
  deviceCode: 'device-mobile',
};
