import assert from 'node:assert/strict';
import { accessWorkspace as workspace } from '../../test/fakes/accessWorkspace.ts';
import { explainAccess } from './accessText.ts';

describe('explainAccess', () => {
  it('names every path, and the applications without access', () => {
    assert.equal(
      explainAccess(workspace, 'bob'),
      `# Access of Bob Brown

As \`sso.json\` declares it for the environment local. A grant takes effect at the provider once it is applied.

Member of sales/leads.

## Shop

- **manager**: Changes prices
  - Bob Brown → member of sales/leads → which is granted manager
- **clerk**
  - Bob Brown → member of sales/leads → which lies in sales → which is granted clerk

## Stock

**No access.**

None of the groups of Bob Brown, nor a group above them, is granted a role in Stock.

No group is granted a role in Stock at all.
`,
    );
  });

  const reasons: readonly [person: string, application: string, expected: RegExp][] = [
    ['carol', 'shop', /is in no group, and roles come from groups only/],
    ['carol', 'shop', /Membership of one of these would give access: sales \(clerk\), sales\/leads \(manager\)\./],
    ['alice', 'stock', /None of the groups of Alice Adams/],
    ['mallory', 'shop', /sso\.json declares no person mallory\./],
  ];
  for (const [person, application, expected] of reasons) {
    it(`says why ${person} has no access to ${application}: ${String(expected)}`, () => {
      const document = explainAccess(workspace, person, application);
      assert.match(document, expected);
      assert.match(document, /\*\*No access\.\*\*/);
    });
  }

  it('speaks of one application when asked for one', () => {
    assert.deepEqual(explainAccess(workspace, 'alice', 'shop').match(/^## .*/gm), ['## Shop']);
  });

  it('lets no name become a link', () => {
    const people = [{ key: 'carol', name: 'Carol [Clark](command:evil)', claims: {} }];
    assert.ok(!explainAccess({ ...workspace, people }, 'carol').includes(']('));
  });
});
