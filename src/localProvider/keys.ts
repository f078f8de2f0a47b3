import { generateKeyPair, randomBytes, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { isRecord } from '../base/foreign.ts';
import type { StateFolder } from './stateFolder.ts';

/** A private signing key. RS256 comes first: it is what clients expect when they do not ask (OIDC Core, 15.1). */
export interface SigningKey extends JsonWebKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256';
  readonly use: 'sig';
}

const generate = promisify(generateKeyPair);

/** The keys of this state folder, made on the first start. Making them runs beside the event loop. */
export async function loadKeys(folder: StateFolder): Promise<readonly SigningKey[]> {
  const saved = folder.read('keys.json');
  if (isKeySet(saved)) return saved.keys;
  const [rsa, ec] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ]);
  const keys = [signingKey(rsa.privateKey, 'RS256'), signingKey(ec.privateKey, 'ES256')];
  if (await folder.create('keys.json', { keys })) return keys;
  const other = folder.read('keys.json'); // of a start at the same moment
  return isKeySet(other) ? other.keys : keys;
}

const signingKey = (key: KeyObject, alg: SigningKey['alg']): SigningKey => ({
  ...key.export({ format: 'jwk' }),
  kid: `${alg.toLowerCase()}-${randomBytes(6).toString('hex')}`,
  alg,
  use: 'sig',
});

const isKeySet = (value: unknown): value is { keys: SigningKey[] } =>
  isRecord(value) &&
  Array.isArray(value['keys']) &&
  value['keys'].some((key: unknown) => isSigningKey(key) && key.alg === 'RS256') &&
  value['keys'].every(isSigningKey);

const isSigningKey = (key: unknown): key is SigningKey =>
  isRecord(key) && 'kid' in key && 'd' in key && (key['alg'] === 'RS256' || key['alg'] === 'ES256');
