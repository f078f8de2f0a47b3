import { SsoError } from '../base/ssoError.ts';
import type { Surroundings } from '../ports.ts';
import { isNear } from './flows.ts';

/**
 * Makes sure that the person's browser, on another machine, reaches the listener at the very port that the redirect URI names.
 * The redirect URI itself stays the plain loopback address. Where browser and listener are on one machine nothing is
 * asked. Fails with `signIn.flowUnavailable`, saying what came of the port.
 */
export async function needSamePort(surroundings: Surroundings, port: number): Promise<void> {
  if (isNear(surroundings.host)) return;
  const here = `port ${String(port)}`;
  let reached: string;
  try {
    reached = await surroundings.reachable(`http://127.0.0.1:${String(port)}/`);
  } catch (cause) {
    throw unavailable(`The editor did not forward ${here} to your machine, so the browser could not come back.`, cause);
  }
  const url = URL.parse(reached);
  const isLocal = url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost');
  if (isLocal && url.port === String(port)) return;
  throw unavailable(
    isLocal
      ? `The editor forwarded ${here} to port ${url.port || '80'} of your machine, and the provider sends the browser to ${here}.`
      : `The editor forwards ${here} to ${url?.host ?? 'an address that is none'}, not to 127.0.0.1 of your machine, where the provider sends the browser.`,
  );
}

const unavailable = (message: string, cause?: unknown): SsoError =>
  new SsoError('signIn.flowUnavailable', {
    message,
    hint: 'Take another way to sign in, or name a port in sso.signIn.ports that is free on both machines.',
    cause,
  });
