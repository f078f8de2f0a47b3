import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { useEnvironment } from './useEnvironment.ts';

describe('useEnvironment', () => {
  const worldOf = (picks: string | undefined, trusted = true) => {
    const provider = fakeDirectory();
    const { store, reader } = readWorkspace(declaration, provider);
    const joined: string[] = [];
    const labels: string[] = [];
    const ask = fakeAsk({
      choose: (_title, offered) => {
        labels.push(...offered);
        return picks;
      },
    });
    const localProvider = { join: () => (joined.push('join'), Promise.resolve(false)) };
    const workspace = { folder: '/shop', isTrusted: () => trusted };
    return { deps: { ask, localProvider, reader, store, workspace }, joined, labels, log: provider.log };
  };

  it('offers those of the file, takes the one that was picked, and reads it', async () => {
    const { deps, joined, labels, log } = worldOf('staging');
    await useEnvironment(deps);
    assert.deepEqual(labels, ['local', 'staging']);
    assert.equal(deps.store.current.workspace.environment.name, 'staging');
    assert.deepEqual([joined, log], [['join'], ['find shop orders']]);
  });

  it('changes and reads nothing when dismissed', async () => {
    const { deps, joined, log } = worldOf(undefined);
    await useEnvironment(deps);
    assert.equal(deps.store.current.workspace.environment.name, 'local');
    assert.deepEqual([joined, log], [[], []]);
  });

  it('joins no provider where nothing is trusted', async () => {
    const { deps, joined } = worldOf('local', false);
    await useEnvironment(deps);
    assert.deepEqual(joined, []);
  });
});
