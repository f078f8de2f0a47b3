import { isRecord } from '../../base/foreign.ts';
import { checkKey, type KeyCheck } from './keyCheck.ts';
import { text, type Metadata } from './metadata.ts';

/** One published key, without the key itself. Its texts are the provider's. */
export interface KeyFacts {
  readonly type: string;
  /** Size of an RSA modulus in bits, or the name of a curve. */
  readonly strength?: string;
  readonly algorithm?: string;
  readonly use?: string;
  readonly id?: string;
  /** For a sound key without an id: what to know it by (RFC 7638; base64url). */
  readonly thumbprint?: string;
  readonly flaws: readonly KeyFlaw[];
}

/** `unknownKind` is no fault of the key: it could not be checked here. */
export type KeyFlaw = 'private' | 'symmetric' | 'wellKnown' | 'weak' | 'damaged' | 'sameId' | 'unknownKind';

/** What concerns the set as a whole. */
export type KeySetWarning = 'noKeys' | 'withoutId' | 'tooMany';

export interface KeySetFacts {
  readonly keys: readonly KeyFacts[];
  readonly warnings: readonly KeySetWarning[];
}

/** Undefined when `body` is no JWK Set (RFC 7517, 5). Entries that are no keys are left out, as the RFC says. */
export async function keySetFacts(body: unknown): Promise<KeySetFacts | undefined> {
  if (!isRecord(body) || !Array.isArray(body['keys'])) return undefined;
  const published = body['keys'].filter(isRecord).filter((key) => text(key, 'kty') !== undefined);
  const ids = Map.groupBy(published, (key) => text(key, 'kid'));
  return {
    keys: await Promise.all(published.slice(0, mostKeys).map((key) => keyFacts(key, ids))),
    warnings: warnings.filter(({ holds }) => holds(published)).map(({ warning }) => warning),
  };
}

type Ids = ReadonlyMap<string | undefined, readonly Metadata[]>;

async function keyFacts(key: Metadata, ids: Ids): Promise<KeyFacts> {
  const check: KeyCheck = key['kty'] === 'oct' ? { kind: 'unknown' } : await checkKey(key);
  const bits = rsaBits(key);
  const strength = bits === undefined ? text(key, 'crv') : `${String(bits)} bits`;
  const [algorithm, use, id] = [text(key, 'alg'), text(key, 'use'), text(key, 'kid')];
  return {
    type: text(key, 'kty') ?? '',
    ...(strength !== undefined && { strength }),
    ...(algorithm !== undefined && { algorithm }),
    ...(use !== undefined && { use }),
    ...(id !== undefined && { id }),
    ...(id === undefined && check.kind === 'sound' && { thumbprint: check.thumbprint }),
    flaws: flaws.filter(({ holds }) => holds(key, check, ids)).map(({ flaw }) => flaw),
  };
}

interface FlawRow {
  readonly flaw: KeyFlaw;
  readonly holds: (key: Metadata, check: KeyCheck, ids: Ids) => boolean;
}

/** The worst first. To look for another flaw, add a row. */
const flaws: readonly FlawRow[] = [
  { flaw: 'private', holds: (key) => privateMembers.some((name) => Object.hasOwn(key, name)) },
  { flaw: 'symmetric', holds: (key) => key['kty'] === 'oct' },
  // oidc-provider's development keys: anybody can sign with them.
  { flaw: 'wellKnown', holds: (key) => key['kid'] === 'keystore-CHANGE-ME' },
  { flaw: 'weak', holds: (key) => (rsaBits(key) ?? 2048) < 2048 },
  { flaw: 'damaged', holds: (_, check) => check.kind === 'damaged' },
  {
    flaw: 'sameId',
    holds: (key, _, ids) => text(key, 'kid') !== undefined && (ids.get(text(key, 'kid'))?.length ?? 0) > 1,
  },
  { flaw: 'unknownKind', holds: (key, check) => check.kind === 'unknown' && key['kty'] !== 'oct' },
];

/** RFC 7518, 6.2.2 and 6.3.2; `priv` of the post-quantum keys. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'];

const warnings: readonly { readonly warning: KeySetWarning; readonly holds: (keys: readonly Metadata[]) => boolean }[] =
  [
    { warning: 'noKeys', holds: (keys) => keys.length === 0 },
    { warning: 'withoutId', holds: (keys) => keys.length > 1 && keys.some((key) => text(key, 'kid') === undefined) },
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
