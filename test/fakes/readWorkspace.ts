import { Store } from '../../src/state/store.ts';
import type { Connection } from '../../src/model/connection.ts';
import { emptySnapshot, WorkspaceReader } from '../../src/state/workspaceReader.ts';
import { sample } from '../flow/localProviderSample.ts';
import { FakeClock } from './fakeClock.ts';
import { fakeMemory } from './fakeMemory.ts';
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
    memory: fakeMemory(remembered),
  });
  reader.declare(declaration === undefined ? undefined : JSON.stringify(declaration));
  return { store, reader, clock, connection, directoryOf, remembered };
}

/** The sample with an environment and an application more: what most commands need. */
export const declaration = {
  environments: {
    ...sample.environments,
    staging: { provider: 'oidc', issuer: 'https://id.example' },
  },
  applications: {
    ...sample.applications,
    orders: { name: 'Orders', type: 'api', audience: 'https://orders.example' },
  },
  groups: { sales: sample.groups.sales },
  people: { alice: sample.people.alice, carol: { name: 'Carol Clark' } },
};
