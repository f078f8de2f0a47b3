import assert from 'node:assert/strict';
import { GrantStore } from './grantStore.ts';
import type { StateFolder } from './stateFolder.ts';

describe('GrantStore', () => {
  it('forgets what has ended', () => {
    const { store, pass } = world();
    store.put('AccessToken', 'a', { grantId: 'g' }, 60);
    assert.deepEqual(store.find('AccessToken', 'a'), { grantId: 'g' });
    pass(60_000);
    assert.equal(store.find('AccessToken', 'a'), undefined);
    assert.equal(
      store.findWhere('AccessToken', () => true),
      undefined,
    );
  });

  it('revokes what belongs to one grant', () => {
    const { store } = world();
    store.put('RefreshToken', 'a', { grantId: 'g' }, 60);
    store.put('RefreshToken', 'b', { grantId: 'h' }, 60);
    store.revoke('RefreshToken', 'g');
    assert.equal(store.find('RefreshToken', 'a'), undefined);
    assert.deepEqual(store.find('RefreshToken', 'b'), { grantId: 'h' });
  });

  it('finds by uid, and marks what was used', () => {
    const { store } = world();
    store.put('Session', 'a', { uid: 'u' }, 60);
    store.consume('Session', 'a');
    assert.deepEqual(
      store.findWhere('Session', ({ uid }) => uid === 'u'),
      { uid: 'u', consumed: 1000 },
    );
  });

  it('saves what must outlive a restart, and nothing that is under way', async () => {
    const { store, files, pass } = world();
    store.put('Session', 's', { uid: 'u' }, 60);
    store.put('Session', 'old', { uid: 'v' }, 1);
    store.put('Interaction', 'i', { uid: 'w' }, 60);
    pass(2000);
    await store.settled();
    assert.deepEqual(files.get('grants.json'), { Session: { s: { payload: { uid: 'u' }, endsAt: 1_060_000 } } });
    assert.deepEqual(world(files).store.find('Session', 's'), { uid: 'u' });
  });

  it('drops the oldest before it grows without bound', () => {
    const { store } = world();
    for (let index = 0; index <= 20_000; index++) store.put('Interaction', String(index), { uid: 'u' }, 60);
    assert.equal(store.find('Interaction', '0'), undefined);
    assert.deepEqual(store.find('Interaction', '20000'), { uid: 'u' });
  });

  it('starts empty from a file that holds something else', () => {
    const { store } = world(new Map<string, unknown>([['grants.json', { Session: { s: 7 }, Other: [] }]]));
    assert.equal(store.find('Session', 's'), undefined);
  });
});

function world(files = new Map<string, unknown>()) {
  let now = 1_000_000;
  const folder: StateFolder = {
    path: '',
    read: (name) => files.get(name),
    write: (name, value) => Promise.resolve(void files.set(name, value)),
    create: () => Promise.reject(new Error('not used')),
    remove: () => Promise.reject(new Error('not used')),
  };
  const store = new GrantStore(folder, { now: () => now, after: () => ({ dispose: () => undefined }) });
  return { store, files, pass: (milliseconds: number) => void (now += milliseconds) };
}
