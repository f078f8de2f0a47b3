import { SsoError } from '../../src/base/ssoError.ts';
import type { Directory, Found } from '../../src/directory/directory.ts';
import type { ApplicationFields } from '../../src/model/application.ts';
import { comparedFields } from '../../src/sync/comparedFields.ts';

/** A provider's admin side in memory. `log` holds every call; what `refuses` names by client id cannot be changed. */
export function fakeDirectory(registered: Readonly<Record<string, ApplicationFields>> = {}) {
  const log: string[] = [];
  const known = new Map(Object.entries(registered));
  const refuses = new Map<string, SsoError>();
  let version = 1;
  const change = (line: string, clientId: string, fields: ApplicationFields): void => {
    log.push(line);
    const refusal = refuses.get(clientId);
    if (refusal) throw refusal;
    known.set(clientId, fields);
    version++;
  };
  const directory: Directory = {
    capabilities: { fields: new Set(comparedFields.map(({ name }) => name)), writes: true },
    find: (clientIds) => {
      log.push(`find ${clientIds.join(' ')}`);
      const answer = (clientId: string): Found => {
        const fields = known.get(clientId);
        return fields
          ? { kind: 'found', application: { clientId, fields, version: String(version), ours: true } }
          : { kind: 'absent' };
      };
      return Promise.resolve(new Map(clientIds.map((clientId) => [clientId, answer(clientId)])));
    },
    create: async ({ clientId, fields }) => {
      change(`create ${clientId}`, clientId, fields);
      return Promise.resolve({ clientId, secret: `secret of ${clientId}` });
    },
    update: async (clientId, fields) => {
      change(`update ${clientId}: ${Object.keys(fields).join(' ')}`, clientId, { ...known.get(clientId), ...fields });
      return Promise.resolve({});
    },
    renewSecret: () => Promise.reject(new Error('nobody asks for a new secret here')),
  };
  return { directory, log, known, refuses };
}
