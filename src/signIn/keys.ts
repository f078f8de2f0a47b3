import { type Configuration, type ExportedJWKSCache, getJwksCache, setJwksCache } from 'openid-client';
import { isRecord } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';
import { fetchJson } from '../http/json.ts';
import type { Clock, Fetch, Log } from '../ports.ts';

/** Between two downloads that an unknown key asks for; a provider that names ever new keys cannot drive us. */
const pauseMs = 2_000;
/** A little less than the library takes keys for fresh. */
const maxAgeMs = 290_000;
/** How long keys count that cannot be read anew: long enough for an outage, too short for a key that was given up. */
const outageMs = 24 * 60 * 60_000;

type KeySet = ExportedJWKSCache['jwks'];

/** A provider, by where it publishes its keys. */
interface Publisher {
  readonly issuer: string;
  readonly jwks_uri: string;
}

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
export function readKeysAhead({ issuer, jwks_uri }: Publisher, fetch: Fetch, clock: Clock): void {
  const last = known.get(issuer);
  if (coming.has(issuer) || (last && clock.now().getTime() - last.readAt < maxAgeMs)) return;
  const reading = fetchJson(fetch, jwks_uri, { redirect: 'manual' })
    .then(
      ({ status, body }) => {
        if (coming.get(issuer) !== reading || status !== 200 || !isKeySet(body) || isEmpty(body)) return;
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
  const age = clock.now().getTime() - keys.readAt;
  if (!holds(keys.cache.jwks, answer) && age >= pauseMs) return undefined;
  const lent = { ...keys.cache, uat: Math.floor((Date.now() - age) / 1000) }; // as old by the library's clock as by ours
  setJwksCache(into, lent);
  return lent;
}

/**
 * The keys for checking the ID token in `answer`, when the library asks for them. Where they cannot be read, the ones that
 * were read before are taken, and the log says so. Fails with an `http.*` code, also where there is no key at all.
 */
export async function readKeys(
  { issuer, jwks_uri }: Publisher,
  answer: string,
  { fetch, clock, log }: { readonly fetch: Fetch; readonly clock: Clock; readonly log: Log },
): Promise<{ readonly keys: KeySet; readonly areFromBefore: boolean }> {
  const { host } = new URL(issuer);
  let keys: KeySet;
  try {
    keys = await publishedKeys(host, jwks_uri, fetch);
  } catch (thrown) {
    const last = known.get(issuer);
    const isOutage = thrown instanceof SsoError && thrown.code.startsWith('http.');
    if (!isOutage || !last || clock.now().getTime() - last.readAt > outageMs) throw thrown;
    if (!holds(last.cache.jwks, answer)) throw thrown;
    log.warn(`The keys of ${host} cannot be read now (${thrown.code}). Those that were read before are used.`);
    return { keys: last.cache.jwks, areFromBefore: true };
  }
  if (!isEmpty(keys)) return { keys, areFromBefore: false };
  throw new SsoError('http.answerInvalid', {
    message: `${host} publishes no key, so nothing that it signs can be checked.`,
    hint: 'Whoever runs the provider should look at its signing keys.',
  });
}

async function publishedKeys(host: string, address: string, fetch: Fetch): Promise<KeySet> {
  const { status, body } = await fetchJson(fetch, address, { redirect: 'manual' });
  if (status === 200 && isKeySet(body)) return body;
  const hint = 'Try again later; if it stays, whoever runs the provider should look at jwks_uri in its metadata.';
  throw status === 200
    ? new SsoError('http.answerInvalid', { message: `What ${host} publishes as its keys is no set of keys.`, hint })
    : new SsoError('http.refused', {
        message: `${host} answered with status ${String(status)} when asked for its keys.`,
        hint,
      });
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

const isEmpty = ({ keys }: KeySet): boolean => keys.length === 0;

/** True also where the token names no key. */
function holds({ keys }: KeySet, answer: string): boolean {
  const kid = keyIdOf(answer);
  return kid === undefined || keys.some((key) => key.kid === kid);
}

const isKeySet = (body: unknown): body is KeySet =>
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
