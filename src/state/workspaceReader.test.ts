import assert from 'node:assert/strict';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { SsoError } from '../base/ssoError.ts';
import type { Store } from './store.ts';
import { emptySnapshot } from './workspaceReader.ts';

const never = new AbortController().signal;
const statuses = (store: Store): readonly string[] =>
  store.current.standings.map(({ declared, status }) =>
    [declared.key, status.kind, ...('reason' in status ? [status.reason] : [])].join(' '),
  );
const withName = (name: string) =>
  JSON.stringify({ ...declaration, applications: { shop: { ...declaration.applications.shop, name } } });

describe('WorkspaceReader', () => {
  it('begins with the local environment that every workspace has', () => {
    const { environments, file, standings, workspace } = emptySnapshot();
    assert.deepEqual([file.kind, standings, environments.length], ['absent', [], 1]);
    assert.deepEqual([workspace.environment.name, workspace.environment.provider], ['local', 'local']);
  });

  it('reads both sides, and notes when', async () => {
    const provider = fakeDirectory({ shop: { name: 'Other' } });
    const { store, reader, clock } = readWorkspace(declaration, provider);
    assert.deepEqual(statuses(store), ['shop unknown neverRead', 'orders unknown neverRead']);
    assert.equal(store.current.lastRead, undefined);
    await reader.refresh(never);
    assert.deepEqual(statuses(store), ['shop outOfSync', 'orders missing']);
    assert.deepEqual(store.current.lastRead, clock.now());
    assert.deepEqual(provider.log, ['find shop orders']);
  });

  it('shows the differences of a changed declaration at once, without asking', async () => {
    const provider = fakeDirectory();
    const { store, reader } = readWorkspace(declaration, provider);
    await reader.refresh(never);
    provider.known.set('shop', store.current.workspace.applications[0]?.fields ?? {});
    await reader.refresh(never);
    provider.log.length = 0;
    assert.deepEqual(statuses(store), ['shop synced', 'orders missing']);
    reader.declare(withName('Shop 2'));
    assert.deepEqual(statuses(store), ['shop outOfSync']);
    reader.declare(withName('Shop'));
    assert.deepEqual([statuses(store), provider.log], [['shop synced'], []]);
  });

  it('compares what arrives with what is declared by then', async () => {
    const { store, reader } = readWorkspace(declaration, fakeDirectory({ shop: { name: 'Shop 2' } }));
    const reading = reader.refresh(never);
    reader.declare(JSON.stringify({ applications: { shop: { name: 'Shop 2' } } }));
    await reading;
    assert.deepEqual(statuses(store), ['shop synced']);
  });

  it('an answer that arrives late never replaces a newer one', async () => {
    const provider = fakeDirectory({ shop: { name: 'Shop' } });
    const { store, reader } = readWorkspace({ applications: { shop: { name: 'Shop' } } }, provider);
    const late = Promise.withResolvers<undefined>();
    const find = provider.directory.find.bind(provider.directory);
    const answers = [late.promise, Promise.resolve(undefined)];
    provider.directory.find = async (...asked) => {
      const answer = await find(...asked);
      await answers.shift();
      return answer;
    };
    const first = reader.refresh(never);
    provider.known.delete('shop');
    await reader.refresh(never);
    late.resolve(undefined);
    await first;
    assert.deepEqual(statuses(store), ['shop missing']);
  });

  it('an answer of one provider is not taken for that of another', async () => {
    const provider = fakeDirectory();
    const { store, reader } = readWorkspace({ applications: { shop: { name: 'Shop' } } }, provider);
    const reading = reader.refresh(never);
    reader.declare(
      JSON.stringify({ environments: { local: { provider: 'local', port: 9500 } }, applications: { shop: {} } }),
    );
    await reading;
    assert.deepEqual(statuses(store), ['shop unknown neverRead']);
    assert.equal(store.current.lastRead, undefined);
  });

  it('what belongs to one provider does not outlive the change to another, but for a sign-in that runs', async () => {
    const { store, reader } = readWorkspace(declaration, fakeDirectory());
    await reader.refresh(never);
    const leave = async (signIn: 'failed' | 'running') => {
      await reader.useEnvironment('local');
      store.update({
        signIn:
          signIn === 'failed'
            ? { kind: 'failed', environment: 'local', reason: 'x' }
            : { kind: 'running', environment: 'local' },
        operations: new Map([['shop', { kind: 'failed', reason: 'x' }]]),
      });
      await reader.useEnvironment('staging');
      assert.equal(store.current.operations.size, 0);
      assert.equal(store.current.lastRead, undefined);
      return store.current.signIn.kind;
    };
    assert.equal(await leave('failed'), 'idle');
    assert.equal(await leave('running'), 'running');
  });

  it('a provider that cannot be read yet is unknown, and lastRead stays away', async () => {
    const { store, reader } = readWorkspace(declaration, undefined);
    await reader.refresh(never);
    assert.deepEqual(statuses(store), ['shop unknown unsupported', 'orders unknown unsupported']);
    assert.equal(store.current.lastRead, undefined);
  });

  it('a provider that fails is unknown with the reason', async () => {
    const provider = fakeDirectory({ shop: { name: 'Shop' } });
    const { store, reader } = readWorkspace({ applications: { shop: { name: 'Shop' } } }, provider);
    provider.directory.find = () => Promise.reject(new SsoError('provider.denied', { message: 'No.' }));
    await reader.refresh(never);
    assert.deepEqual(statuses(store), ['shop unknown denied']);
  });

  it('takes what is known of the connection, and reads again', async () => {
    const provider = fakeDirectory();
    const { store, reader, connection } = readWorkspace(declaration, provider);
    connection.current = { kind: 'stopped' };
    await reader.connectionChanged();
    assert.deepEqual([store.current.connection.kind, provider.log], ['stopped', ['find shop orders']]);
  });

  it('keeps the environment in use over reloads, and falls back to the first where it is gone', async () => {
    const { store, reader, remembered } = readWorkspace(declaration, fakeDirectory());
    assert.equal(store.current.workspace.environment.name, 'local');
    await reader.useEnvironment('staging');
    assert.equal(store.current.workspace.environment.name, 'staging');
    assert.deepEqual([...remembered.values()], ['staging']);
    reader.declare(withName('Shop'));
    assert.equal(store.current.workspace.environment.name, 'staging');
    reader.declare('{}');
    assert.equal(store.current.workspace.environment.name, 'local');
  });

  it('a deleted file is absent, and a wrong one is kept with its problems', () => {
    const { store, reader } = readWorkspace(declaration, fakeDirectory());
    reader.declare('{ "applications": { "shop": { "type": "wrong" } } }');
    const { file } = store.current;
    assert.ok(file.kind === 'read' && file.problems.length > 0);
    reader.declare(undefined);
    assert.deepEqual([store.current.file.kind, store.current.standings], ['absent', []]);
  });

  it('a reading that was cancelled changes nothing', async () => {
    const { store, reader } = readWorkspace(declaration, fakeDirectory());
    const cancelling = new AbortController();
    const reading = reader.refresh(cancelling.signal);
    cancelling.abort();
    await reading;
    assert.deepEqual(statuses(store), ['shop unknown neverRead', 'orders unknown neverRead']);
  });
});
