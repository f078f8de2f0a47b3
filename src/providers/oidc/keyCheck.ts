import { calculateJwkThumbprint, errors, importJWK, type JWK } from 'jose';
import { text, type Metadata } from './metadata.ts';

/** What reading one key comes to; `thumbprint` is the SHA-256 one in base64url (RFC 7638, 3). */
export type KeyCheck =
  { readonly kind: 'sound'; readonly thumbprint: string } | { readonly kind: 'damaged' } | { readonly kind: 'unknown' };

/** Reads a published key as whoever checks a signature would. Only its public parts are looked at (RFC 7518, 6). */
export async function checkKey(key: Metadata): Promise<KeyCheck> {
  const algorithm = text(key, 'alg') ?? usualAlgorithm(key);
  if (algorithm === undefined) return { kind: 'unknown' };
  const jwk: JWK = Object.fromEntries(publicMembers.map((name) => [name, text(key, name)]));
  try {
    await importJWK(jwk, algorithm);
    return { kind: 'sound', thumbprint: await calculateJwkThumbprint(jwk) };
  } catch (thrown) {
    const isUnknown = thrown instanceof errors.JOSENotSupported || isNotSupported(thrown);
    return { kind: isUnknown ? 'unknown' : 'damaged' };
  }
}

const publicMembers = ['kty', 'alg', 'crv', 'x', 'y', 'n', 'e', 'pub'];

/** For a key that does not say what it is for, as most providers mean it. Undefined for what is not known here. */
function usualAlgorithm(key: Metadata): string | undefined {
  const { signing, encrypting } = usual[`${text(key, 'kty') ?? ''} ${text(key, 'crv') ?? ''}`.trim()] ?? {};
  return key['use'] === 'enc' ? encrypting : (signing ?? encrypting);
}

const usual: Readonly<Record<string, { readonly signing?: string; readonly encrypting?: string }>> = {
  RSA: { signing: 'RS256', encrypting: 'RSA-OAEP-256' },
  'EC P-256': { signing: 'ES256', encrypting: 'ECDH-ES' },
  'EC P-384': { signing: 'ES384', encrypting: 'ECDH-ES' },
  'EC P-521': { signing: 'ES512', encrypting: 'ECDH-ES' },
  'OKP Ed25519': { signing: 'Ed25519' },
  'OKP X25519': { encrypting: 'ECDH-ES' },
};

/** The platform's own way to say so. */
const isNotSupported = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'NotSupportedError';
