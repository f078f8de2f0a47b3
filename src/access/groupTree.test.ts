import assert from 'node:assert/strict';
import { ancestorsOf, groupTree, type GroupNode } from './groupTree.ts';

describe('groupTree', () => {
  const cases: readonly [keys: readonly string[], picture: string][] = [
    [[], ''],
    [['sales', 'sales/leads', 'it'], 'sales(leads) it'],
    [['sales/leads', 'sales'], 'sales(leads)'],
    [['a/b/c', 'a/d'], 'a?(b?(c) d)'],
    [['/odd', '', 'odd/'], 'odd  odd?()'],
  ];
  for (const [keys, picture] of cases) {
    it(`draws ${JSON.stringify(keys)}`, () => {
      const groups = keys.map((key) => ({ key, members: [], grants: {} }));
      assert.equal(draw(groupTree(groups)), picture);
    });
  }

  it('names the parents, nearest first', () => {
    assert.deepEqual(ancestorsOf('a/b/c'), ['a/b', 'a']);
    assert.deepEqual(ancestorsOf('a'), []);
  });
});

/** `?` marks a group that nobody declared. */
const draw = (nodes: readonly GroupNode[]): string =>
  nodes
    .map(({ name, group, children }) => {
      const below = children.length > 0 ? `(${draw(children)})` : '';
      return `${name}${group ? '' : '?'}${below}`;
    })
    .join(' ');
