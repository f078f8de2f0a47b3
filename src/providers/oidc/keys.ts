import { isMetadata, text, type Metadata } from './metadata.ts';

/** One published key, without the key itself. Its texts are the provider's. */
export interface KeyFacts {
  readonly type: string;
  /** Size of an RSA modulus in bits, or the name of a curve. */
  readonly strength?: string;
  readonly algorithm?: string;
  readonly use?: string;
  readonly id?: string;
}

export type KeyWarning = 'noKeys' | 'private' | 'symmetric' | 'weak' | 'withoutId' | 'sameId' | 'wellKnown' | 'tooMany';

export interface KeySetFacts {
  readonly keys: readonly KeyFacts[];
  readonly warnings: readonly KeyWarning[];
}

/** Undefined when `body` is no JWK Set (RFC 7517, 5). Entries that are no keys are left out, as the RFC says. */
export function keySetFacts(body: unknown): KeySetFacts | undefined {
  if (!isMetadata(body) || !Array.isArray(body['keys'])) return undefined;
  const published = body['keys'].filter(isMetadata).filter((key) => text(key, 'kty') !== undefined);
  return {
    keys: published.slice(0, mostKeys).map(keyFacts),
    warnings: checks.filter(({ holds }) => holds(published)).map(({ warning }) => warning),
  };
}

function keyFacts(key: Metadata): KeyFacts {
  const bits = rsaBits(key);
  const strength = bits === undefined ? text(key, 'crv') : `${String(bits)} bits`;
  const [algorithm, use, id] = [text(key, 'alg'), text(key, 'use'), text(key, 'kid')];
  return {
    type: text(key, 'kty') ?? '',
    ...(strength !== undefined && { strength }),
    ...(algorithm !== undefined && { algorithm }),
    ...(use !== undefined && { use }),
    ...(id !== undefined && { id }),
  };
}

const checks: readonly { readonly warning: KeyWarning; readonly holds: (keys: readonly Metadata[]) => boolean }[] = [
  { warning: 'noKeys', holds: (keys) => keys.length === 0 },
  { warning: 'private', holds: (keys) => keys.some((key) => Object.hasOwn(key, 'd')) },
  { warning: 'symmetric', holds: (keys) => keys.some((key) => key['kty'] === 'oct') },
  { warning: 'weak', holds: (keys) => keys.some((key) => (rsaBits(key) ?? 2048) < 2048) },
  { warning: 'withoutId', holds: (keys) => keys.length > 1 && keys.some((key) => text(key, 'kid') === undefined) },
  {
    warning: 'sameId',
    holds: (keys) => {
      const ids = keys.flatMap((key) => text(key, 'kid') ?? []);
      return new Set(ids).size < ids.length;
    },
  },
  // oidc-provider's development keys: anybody can sign with them.
  { warning: 'wellKnown', holds: (keys) => keys.some((key) => key['kid'] === 'keystore-CHANGE-ME') },
  { warning: 'tooMany', holds: (keys) => keys.length > mostKeys },
];

function rsaBits(key: Metadata): number | undefined {
  const modulus = key['kty'] === 'RSA' ? text(key, 'n') : undefined;
  if (modulus === undefined) return undefined;
  const bytes = Buffer.from(modulus, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  const byte = bytes[first];
  return byte === undefined ? 0 : (bytes.length - first - 1) * 8 + (32 - Math.clz32(byte));
}

const mostKeys = 50;
