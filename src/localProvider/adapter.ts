import type { Adapter, AdapterPayload } from 'oidc-provider';
import { clientMetadata, fieldsOf } from './clientMetadata.ts';
import type { GrantStore } from './grantStore.ts';
import type { Registrations } from './registrations.ts';

/** What oidc-provider keeps, given to the two stores of ours: clients are registrations, all else is grants. */
export function adapterFor(model: string, registrations: Registrations, grants: GrantStore): Adapter {
  return model === 'Client' ? clientAdapter(registrations) : grantAdapter(model, grants);
}

function clientAdapter(registrations: Registrations): Adapter {
  return {
    find: (id) => Promise.resolve(clientMetadata(id, registrations.get(id))),
    upsert: async (id, payload) => {
      const { client_secret: secret, ...metadata } = payload;
      const before = registrations.get(id);
      await registrations.put(id, {
        fields: { ...before?.fields, ...fieldsOf(metadata) },
        ours: before?.ours ?? false,
        metadata,
        ...(secret !== undefined && { secret }),
      });
    },
    destroy: (id) => registrations.remove(id),
    findByUid: nothing,
    findByUserCode: nothing,
    consume: () => Promise.resolve(),
    revokeByGrantId: () => Promise.resolve(),
  };
}

function grantAdapter(model: string, grants: GrantStore): Adapter {
  return {
    find: (id) => Promise.resolve(grants.find(model, id)),
    upsert: (id, payload, expiresIn) => {
      grants.put(model, id, payload, expiresIn);
      return Promise.resolve();
    },
    destroy: (id) => {
      grants.remove(model, id);
      return Promise.resolve();
    },
    consume: (id) => {
      grants.consume(model, id);
      return Promise.resolve();
    },
    findByUid: (uid) => Promise.resolve(grants.findWhere(model, (payload) => payload.uid === uid)),
    findByUserCode: (code) => Promise.resolve(grants.findWhere(model, (payload) => payload.userCode === code)),
    revokeByGrantId: (grantId) => {
      grants.revoke(model, grantId);
      return Promise.resolve();
    },
  };
}

const nothing = (): Promise<AdapterPayload | undefined> => Promise.resolve(undefined);
