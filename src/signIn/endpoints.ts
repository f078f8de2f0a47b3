import { isLoopbackHost } from '../base/loopback.ts';
import { SsoError } from '../base/ssoError.ts';

/**
 * Refuses metadata whose endpoints lead somewhere that no provider has a reason to send anybody to: other schemes than
 * https, plain http (but for a loopback issuer that uses it itself), link-local addresses, and this machine's own
 * addresses when the issuer is elsewhere. Fails with `signIn.endpointRefused`.
 */
export function checkEndpoints(issuer: string, metadata: Readonly<Record<string, unknown>>): void {
  const home = new URL(issuer);
  const httpAllowed = home.protocol === 'http:' && isLoopbackHost(home.hostname);
  for (const [name, value] of endpointsOf(metadata)) {
    const problem = endpointProblem(value, httpAllowed, isLoopbackHost(home.hostname));
    if (problem === undefined) continue;
    throw new SsoError('signIn.endpointRefused', {
      message: `The metadata of ${home.host} names ${problem} as its ${name}; nothing was opened or sent.`,
      hint: 'Ask whoever runs the provider to correct its metadata.',
    });
  }
}

/** The origins other than the issuer's own that its metadata sends people or tokens to, sorted. */
export function foreignOrigins(issuer: string, metadata: Readonly<Record<string, unknown>>): readonly string[] {
  const home = new URL(issuer).origin;
  const origins = endpointsOf(metadata).flatMap(([, value]) => (URL.canParse(value) ? [new URL(value).origin] : []));
  return [...new Set(origins)].filter((origin) => origin !== home).sort();
}

/** Stops before a person or a token is sent to an origin that was not confirmed together with the issuer. Fails with `issuer.unconfirmed`. */
export function needOrigins(
  metadata: Readonly<Record<string, unknown>> & { readonly issuer: string },
  confirmed: readonly string[],
): void {
  const others = foreignOrigins(metadata.issuer, metadata).filter((origin) => !confirmed.includes(origin));
  if (others.length === 0) return;
  throw new SsoError('issuer.unconfirmed', {
    message: `${new URL(metadata.issuer).host} now works together with ${others.join(', ')}, which was not agreed to.`,
    hint: 'Sign in again: the addresses are shown before anything is sent there.',
  });
}

const endpointsOf = (metadata: Readonly<Record<string, unknown>>): [name: string, value: string][] =>
  Object.entries(metadata).flatMap(([name, value]): [string, string][] =>
    /^[a-z_]+_endpoint$|^jwks_uri$/.test(name) && typeof value === 'string' ? [[name, value]] : [],
  );

/** Why nobody is to be sent to an address of a provider, as the end of "names …". Undefined where nothing speaks against it. */
export function endpointProblem(value: string, httpAllowed: boolean, atLoopback: boolean): string | undefined {
  if (!URL.canParse(value)) return 'something that is no address';
  const { protocol, hostname, username, password } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return 'an address that is no web address';
  if (username !== '' || password !== '') return 'an address with a password in it';
  if (isLinkLocal(hostname)) return 'a link-local address';
  if (isThisMachine(hostname) && !atLoopback) return 'an address of this machine';
  if (protocol === 'http:' && !(httpAllowed && isLoopbackHost(hostname))) return 'an unprotected http address';
  return undefined;
}

/** Also as the IPv6 form of an IPv4 address, which `URL` writes in hexadecimal. */
export const isLinkLocal = (hostname: string): boolean =>
  /^169\.254\.|^\[fe[89ab][0-9a-f]:|^\[::ffff:a9fe:|^\[fd00:ec2:/i.test(hostname);

const isThisMachine = (hostname: string): boolean =>
  isLoopbackHost(hostname.replace(/\.$/, '')) || /^0\.0\.0\.0$|^\[::\]$|^\[::ffff:(?:7f|0:)/i.test(hostname);
