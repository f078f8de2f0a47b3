import type { Environment } from '../model/environment.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { loopbackPlace } from '../signIn/loopbackPlace.ts';
import { declined, listIn } from './confirmProvider.ts';
import type { Parts } from './parts.ts';

type Deps = Pick<Parts, 'ask' | 'personMemory' | 'surroundings'>;

/**
 * Asks once where a provider comes back to the same address as another one and does not name itself in its answers: it
 * could then hand the person on to the other, and be given the answer (mix-up; RFC 9700, 4.4.2). Fails with `operation.cancelled`.
 */
export async function agreeOnWayBack(
  { ask, personMemory, surroundings }: Deps,
  { issuer, signIn }: Environment,
  flow: SignInFlow,
  metadata: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (flow === 'deviceCode') return;
  const address = addressOf(flow, signIn.redirectUris, surroundings.host.ownAddress);
  const key = `wayBack:${address}`;
  const issuers = listIn(personMemory.get(key)) ?? [];
  if (issuers.includes(issuer)) return;
  const namesItself = metadata['authorization_response_iss_parameter_supported'] === true;
  if (issuers.length > 0 && !namesItself) {
    const agreed = await ask.confirm(
      `${new URL(issuer).host} comes back to the same address as ${hostsOf(issuers)}. Go on?`,
      `Both use ${address}, and ${new URL(issuer).host} does not name itself in its answers, so it could pass you on to the other provider and be given the answer of that one. Continue only if you know and trust it. A path of its own, registered there and listed in signIn.redirectUris, avoids the question.`,
      'Continue',
    );
    if (!agreed) throw declined();
  }
  await personMemory.set(key, JSON.stringify([...issuers, issuer]));
}

/** Without the port, which providers leave open. */
function addressOf(flow: SignInFlow, redirectUris: readonly string[], ownAddress = ''): string {
  if (flow === 'uriHandler') return redirectUris.find((uri) => uri.startsWith(`${ownAddress}/`)) ?? ownAddress;
  const { hostname, path } = loopbackPlace(redirectUris, []);
  return `http://${hostname}${path}`;
}

const hostsOf = (issuers: readonly string[]): string =>
  issuers
    .map((issuer) => URL.parse(issuer)?.host ?? issuer)
    .slice(0, 5)
    .join(', ');
