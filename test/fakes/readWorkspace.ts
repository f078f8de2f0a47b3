import { Store } from '../../src/state/store.ts';
import type { Connection } from '../../src/model/connection.ts';
import { emptySnapshot, WorkspaceReader } from '../../src/state/workspaceReader.ts';
import { FakeClock } from './fakeClock.ts';
import type { fakeDirectory } from './fakeDirectory.ts';

/** The state of a workspace with this `sso.json`, at a provider in memory; undefined for one that cannot be read. */
export function readWorkspace(declaration: object | undefined, provider: ReturnType<typeof fakeDirectory> | undefined) {
  const remembered = new Map<string, string>();
  const connection: { current: Connection } = { current: { kind: 'reachable' } };
  const store = new Store(emptySnapshot());
  const clock = new FakeClock();
  const directoryOf = () => provider?.directory;
  const reader = new WorkspaceReader({
    store,
    clock,
    directoryOf,
    connectionOf: () => connection.current,
    memory: {
      get: (key) => remembered.get(key),
      set: (key, value) => Promise.resolve(void remembered.set(key, value)),
    },
  });
  reader.declare(declaration === undefined ? undefined : JSON.stringify(declaration));
  return { store, reader, clock, connection, directoryOf, remembered };
}

/** Two applications, one environment more than the local one, and three people: what most commands need. */
export const declaration = {
  environments: {
    local: { provider: 'local', port: 9400 },
    staging: { provider: 'oidc', issuer: 'https://id.example' },
  },
  applications: {
    shop: {
      name: 'Shop',
      type: 'web',
      urls: { local: 'http://localhost:3000' },
      redirectPaths: ['/callback'],
      roles: { manager: 'Changes prices', clerk: 'Takes orders' },
    },
    orders: { name: 'Orders', type: 'api', audience: 'https://orders.example' },
  },
  groups: { sales: { members: ['alice'], grants: { shop: ['clerk'] } } },
  people: { alice: { name: 'Alice Adams', email: 'alice@example.com' }, carol: { name: 'Carol Clark' } },
};
