import assert from 'node:assert/strict';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { lenses } from './lenses.ts';

describe('lenses', () => {
  const drawn = (text: string, { store }: ReturnType<typeof readWorkspace>): readonly string[] =>
    lenses(text, store.current).map(
      ({ offset, title, action }) => `${/\w+/.exec(text.slice(offset))?.[0] ?? ''}: ${title} -> ${action}`,
    );

  it('says how each application stands, and offers what can be done with it', async () => {
    const world = readWorkspace(declaration, fakeDirectory({ orders: { name: 'Old' } }));
    const unread = drawn(JSON.stringify(declaration), world);
    assert.deepEqual(unread.slice(0, 2), [
      'shop: $(question) unknown: not read yet -> refresh',
      'shop: Open -> openApplication',
    ]);
    await world.reader.refresh(new AbortController().signal);
    assert.deepEqual(drawn(JSON.stringify(declaration), world), [
      'shop: $(circle-outline) not registered -> refresh',
      'shop: Open -> openApplication',
      'shop: Apply -> apply',
      'orders: $(diff) 3 differences -> compare',
      'orders: Apply -> apply',
      'alice: Sign in as Alice Adams -> signInAs',
      'alice: Explain access -> explainAccess',
      'carol: Sign in as Carol Clark -> signInAs',
      'carol: Explain access -> explainAccess',
    ]);
  });

  it('draws nothing for what was only just written', () => {
    const world = readWorkspace({}, fakeDirectory());
    assert.deepEqual(drawn(JSON.stringify(declaration), world), []);
  });

  it('makes no icon of a name', () => {
    const hostile = { people: { alice: { name: '$(bug) Alice' } } };
    const [lens] = drawn(JSON.stringify(hostile), readWorkspace(hostile, fakeDirectory()));
    assert.equal(lens, 'alice: Sign in as $ (bug) Alice -> signInAs');
  });
});
