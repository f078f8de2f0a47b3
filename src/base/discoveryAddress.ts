const wellKnown = '/.well-known/';

/**
 * The issuer whose metadata lies at an address: `issuer/.well-known/x` (OpenID Connect Discovery 1.0, 4), or the form with
 * the issuer's path behind it (RFC 8414, 3.1). Undefined where the address is none of metadata.
 */
export function issuerOfDiscoveryAddress(address: string): string | undefined {
  const at = address.indexOf(wellKnown);
  if (at < 0) return undefined;
  const [, ...path] = (address.slice(at + wellKnown.length).split(/[?#]/)[0] ?? '').split('/');
  return [address.slice(0, at), ...path].join('/');
}
