import { type Configuration, type ExportedJWKSCache, getJwksCache, setJwksCache } from 'openid-client';
import { isRecord } from '../base/foreign.ts';
import { fetchJson } from '../http/json.ts';
import type { Clock, Fetch } from '../ports.ts';

/** Between two downloads that an unknown key asks for; a provider that names ever new keys cannot drive us. */
const pauseMs = 2_000;
/** A little less than the library takes keys for fresh. */
const maxAgeMs = 290_000;

interface Keys {
  readonly cache: ExportedJWKSCache;
  readonly readAt: number;
}
const known = new Map<string, Keys>();
const coming = new Map<string, Promise<void>>();

export function forgetKeys(): void {
  known.clear();
  coming.clear();
}

/**
 * Reads the keys while the person is in the browser, so that nobody waits for them afterwards. What goes wrong here is
 * left to the library: it finds nothing lent, and asks and judges by itself.
 */
export function readKeysAhead(
  { issuer, jwks_uri }: { readonly issuer: string; readonly jwks_uri: string },
  fetch: Fetch,
  clock: Clock,
): void {
  const last = known.get(issuer);
  if (coming.has(issuer) || (last && clock.now().getTime() - last.readAt < maxAgeMs)) return;
  const reading = fetchJson(fetch, jwks_uri, { redirect: 'manual' })
    .then(
      ({ status, body }) => {
        if (coming.get(issuer) !== reading || status !== 200 || !isKeySet(body)) return;
        known.set(issuer, {
          cache: { jwks: body, uat: Math.floor(Date.now() / 1000) }, // by the library's own clock
          readAt: clock.now().getTime(),
        });
      },
      () => undefined,
    )
    .finally(() => {
      if (coming.get(issuer) === reading) coming.delete(issuer);
    });
  coming.set(issuer, reading);
}

/**
 * Lends the remembered keys of an issuer for checking the ID token in `answer`, a token answer's body. A key that they do not hold makes the
 * library download them anew at once, where alone it would refuse for a minute after the last download. Resolves to what was lent.
 */
export async function lendKeys(
  issuer: string,
  into: Configuration,
  answer: string,
  clock: Clock,
): Promise<ExportedJWKSCache | undefined> {
  await coming.get(issuer);
  const keys = known.get(issuer);
  if (!keys) return undefined;
  const kid = keyIdOf(answer);
  const holds = kid === undefined || keys.cache.jwks.keys.some((key) => key.kid === kid);
  if (!holds && clock.now().getTime() - keys.readAt >= pauseMs) return undefined;
  setJwksCache(into, keys.cache);
  return keys.cache;
}

/** Remembers what the library downloaded. */
export function keepKeys(issuer: string, from: Configuration, lent: ExportedJWKSCache | undefined, clock: Clock): void {
  const cache = getJwksCache(from);
  if (!cache || cache.uat === lent?.uat) return;
  known.set(issuer, { cache: structuredClone(cache), readAt: clock.now().getTime() });
}

/** After a signature that does not fit: a provider started anew may use an old key id for a new key. */
export function doubtKeys(issuer: string, clock: Clock): void {
  const keys = known.get(issuer);
  if (keys && clock.now().getTime() - keys.readAt >= pauseMs) known.delete(issuer);
}

const isKeySet = (body: unknown): body is ExportedJWKSCache['jwks'] =>
  isRecord(body) && Array.isArray(body['keys']) && body['keys'].every(isRecord);

/** Undefined also for what is no token answer at all: judging that is the library's part. */
function keyIdOf(answer: string): string | undefined {
  try {
    const body: unknown = JSON.parse(answer);
    if (!isRecord(body) || typeof body['id_token'] !== 'string') return undefined;
    const segment = body['id_token'].split('.')[0] ?? '';
    const header: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return isRecord(header) && typeof header['kid'] === 'string' ? header['kid'] : undefined;
  } catch {
    return undefined;
  }
}
