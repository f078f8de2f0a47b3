import assert from 'node:assert/strict';
import type { Group } from '../model/people.ts';
import { effectiveAccess, effectiveRoles, groupsOf, type AccessPath } from './effectiveAccess.ts';

const group = (key: string, members: readonly string[], shop: readonly string[] = []): Group => ({
  key,
  members,
  grants: shop.length > 0 ? { shop } : {},
});

describe('effectiveAccess', () => {
  const cases: readonly [title: string, groups: readonly Group[], expected: readonly AccessPath[]][] = [
    ['no groups', [], []],
    ['not a member', [group('sales', ['bob'], ['clerk'])], []],
    ['a member', [group('sales', ['alice'], ['clerk'])], [{ role: 'clerk', path: ['sales'] }]],
    [
      'a member of a group below',
      [group('sales', [], ['clerk']), group('sales/leads', ['alice'])],
      [{ role: 'clerk', path: ['sales/leads', 'sales'] }],
    ],
    ['a member of a group above', [group('sales', ['alice']), group('sales/leads', [], ['manager'])], []],
    [
      'a parent that nobody declared',
      [group('sales', [], ['clerk']), group('sales/north/leads', ['alice'])],
      [{ role: 'clerk', path: ['sales/north/leads', 'sales/north', 'sales'] }],
    ],
    ['a name that only begins alike', [group('sales', [], ['clerk']), group('salesforce', ['alice'])], []],
    [
      'the same role by two ways',
      [group('sales', ['alice'], ['clerk']), group('sales/leads', ['alice'], ['manager'])],
      [
        { role: 'clerk', path: ['sales'] },
        { role: 'manager', path: ['sales/leads'] },
        { role: 'clerk', path: ['sales/leads', 'sales'] },
      ],
    ],
    ['named twice', [group('sales', ['alice', 'alice'], ['clerk', 'clerk'])], [{ role: 'clerk', path: ['sales'] }]],
  ];
  for (const [title, groups, expected] of cases) {
    it(title, () => {
      assert.deepEqual(effectiveAccess({ groups }, 'alice', 'shop'), expected);
    });
  }

  it('is not misled by names that every object has', () => {
    const groups = [group('sales', ['alice'], ['clerk'])];
    assert.deepEqual(effectiveAccess({ groups }, 'alice', 'constructor'), []);
    assert.deepEqual(effectiveAccess({ groups }, 'toString', 'shop'), []);
  });

  it('sums roles and groups up, each once', () => {
    const groups = [group('sales', ['alice'], ['clerk']), group('sales/leads', ['alice'], ['manager'])];
    assert.deepEqual(effectiveRoles({ groups }, 'alice', 'shop'), ['clerk', 'manager']);
    assert.deepEqual(
      groupsOf({ groups }, 'alice').map(({ key }) => key),
      ['sales', 'sales/leads'],
    );
  });
});
