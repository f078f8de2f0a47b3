import { randomBytes, randomUUID } from 'node:crypto';
import { isRecord } from '../base/foreign.ts';
import type { StateFolder } from './stateFolder.ts';

/** Who this provider is, and what guards it. Random for every workspace; made once. */
export interface Identity {
  readonly instanceId: string;
  /** Opens the admin API. Never in a URL, never in a log. */
  readonly secret: string;
  /** Sign the cookies of the login page. */
  readonly cookieKeys: readonly string[];
}

export async function loadIdentity(folder: StateFolder): Promise<Identity> {
  const saved = folder.read('identity.json');
  if (isIdentity(saved)) return saved;
  const made: Identity = {
    instanceId: randomUUID(),
    secret: randomBytes(32).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
  };
  if (await folder.create('identity.json', made)) return made;
  const other = folder.read('identity.json'); // of a start at the same moment
  return isIdentity(other) ? other : made;
}

export function isIdentity(value: unknown): value is Identity {
  return (
    isRecord(value) &&
    typeof value['instanceId'] === 'string' &&
    typeof value['secret'] === 'string' &&
    value['secret'].length >= 32 &&
    Array.isArray(value['cookieKeys']) &&
    value['cookieKeys'].length > 0 &&
    value['cookieKeys'].every((key) => typeof key === 'string')
  );
}
