import assert from 'node:assert/strict';
import type { Group } from '../model/people.ts';
import { groupsOf, rolesOf } from './effectiveAccess.ts';

describe('effective access of the local provider', () => {
  const group = (key: string, ...members: string[]): Group => ({ key, members, grants: {} });
  const groups = [
    group('sales/leads/north', 'bob'),
    group('sales', 'alice'),
    group('sales/leads'),
    group('salesmen', 'eve'),
  ];

  const memberships: readonly [person: string, groups: readonly string[]][] = [
    ['alice', ['sales']],
    ['bob', ['sales', 'sales/leads', 'sales/leads/north']],
    ['eve', ['salesmen']],
    ['carol', []],
  ];
  for (const [person, expected] of memberships) {
    it(`puts ${person} in ${expected.join(', ') || 'no group'}`, () => {
      assert.deepEqual(groupsOf(person, groups), expected);
    });
  }

  it('gives the roles that are granted and still defined, once each', () => {
    const fields = {
      roles: ['manager', 'clerk'],
      grants: [
        { group: 'sales', role: 'clerk' },
        { group: 'sales/leads', role: 'clerk' },
        { group: 'sales/leads', role: 'manager' },
        { group: 'sales', role: 'gone' },
        { group: 'other', role: 'manager' },
      ],
    };
    assert.deepEqual(rolesOf(['sales', 'sales/leads'], fields), ['clerk', 'manager']);
    assert.deepEqual(rolesOf(['sales'], fields), ['clerk']);
    assert.deepEqual(rolesOf(['sales'], {}), []);
  });
});
