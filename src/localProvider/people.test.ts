import assert from 'node:assert/strict';
import { claimNames, claimsOf } from './claims.ts';
import { hintedPerson, type People } from './people.ts';
import { Registrations } from './registrations.ts';

const people: People = {
  persons: [
    {
      key: 'alice',
      name: 'Alice Adams',
      email: 'alice@example.com',
      claims: { department: 'sales', sub: 'root', roles: ['x'] },
    },
    { key: 'bob', name: 'alice', claims: { exp: 1, __proto__: { polluted: true } } },
  ],
  groups: [{ key: 'sales', members: ['alice'], grants: {} }],
};

describe('people of the local provider', () => {
  const hints: readonly [hint: unknown, person: string | undefined][] = [
    ['alice', 'alice'],
    ['bob', 'bob'],
    ['alice@example.com', 'alice'],
    ['Alice Adams', 'alice'],
    ['nobody', undefined],
    ['', undefined],
    [undefined, undefined],
    [['alice'], undefined],
  ];
  for (const [hint, person] of hints) {
    it(`takes login_hint ${JSON.stringify(hint)} for ${person ?? 'nobody'}`, () => {
      assert.equal(hintedPerson(people, hint)?.key, person);
    });
  }

  it('lets nobody declare a claim of the protocol', () => {
    const registrations = new Registrations({
      path: '',
      read: () => undefined,
      write: () => Promise.resolve(),
      create: () => Promise.resolve(true),
      remove: () => Promise.resolve(),
    });
    assert.deepEqual(claimsOf(people, registrations, 'alice', undefined), {
      department: 'sales',
      sub: 'alice',
      name: 'Alice Adams',
      preferred_username: 'alice',
      email: 'alice@example.com',
      email_verified: true,
      groups: ['sales'],
      roles: [],
    });
    assert.deepEqual(Object.keys(claimsOf(people, registrations, 'bob', undefined) ?? {}), [
      'sub',
      'name',
      'preferred_username',
      'groups',
      'roles',
    ]);
    assert.equal(claimsOf(people, registrations, 'nobody', undefined), undefined);
    assert.ok(claimNames(people).includes('department') && !claimNames(people).includes('exp'));
  });
});
