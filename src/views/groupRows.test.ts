import assert from 'node:assert/strict';
import { accessWorkspace } from '../../test/fakes/accessWorkspace.ts';
import { allRows, picture } from '../../test/picture.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { groupRows } from './groupRows.ts';

const workspace: DeclaredWorkspace = {
  ...accessWorkspace,
  groups: [
    { key: 'sales', members: ['alice', 'bob'], grants: { shop: ['clerk'] } },
    { key: 'sales/leads', members: ['bob'], grants: { shop: ['manager'] } },
    { key: 'it/night', members: ['dave'], grants: {} },
  ],
};

describe('groupRows', () => {
  it('draws groups with members and grants, then what applications say of them', () => {
    const rows = groupRows(workspace);
    assert.equal(rows.at(-1)?.label, 'By application');
    assert.equal(
      picture(rows.slice(0, -1)),
      `
sales · 2 members, 1 grant [group]
  leads · 1 member, 1 grant [group]
    Bob Brown · Shop: clerk, manager [person bob]
      Shop · clerk, manager [person.access bob shop]
    Shop: manager · granted [grant]
    Shop: clerk · granted by sales [grant]
  Alice Adams · Shop: clerk [person alice]
    Shop · clerk [person.access alice shop]
  Bob Brown · Shop: clerk, manager [person bob]
    Shop · clerk, manager [person.access bob shop]
  Shop: clerk · granted [grant]
it · 0 members, 0 grants [heading]
  night · 1 member, 0 grants [group]
    dave · no access [person dave]
In no group · 1 person [heading]
  Carol Clark · no access [person carol]`,
    );
  });

  it('has an id of its own for every row', () => {
    const ids = allRows(groupRows(workspace)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('spells out characters that hide what a name is', () => {
    const [first] = workspace.people;
    assert.ok(first);
    const people = [{ ...first, name: 'Alice\u202eAdams' }];
    const groups = [{ key: 'sa\u200bles', members: ['alice'], grants: { shop: ['cl\u00aderk'] } }];
    const drawn = picture(groupRows({ ...workspace, people, groups }));
    assert.ok(!/[\u202e\u200b\u00ad]/.test(drawn), drawn);
  });

  it('is empty where nothing is declared', () => {
    assert.deepEqual(groupRows({ ...workspace, applications: [], groups: [], people: [] }), []);
  });

  it('stays quick and narrow with ten thousand people', () => {
    const members = [...Array(10_000).keys()].map((index) => `p${String(index)}`);
    const people = members.map((key) => ({ key, name: key.toUpperCase(), claims: {} }));
    const groups = [{ key: 'all', members, grants: { shop: ['clerk'] } }];
    const rows = groupRows({ ...workspace, groups, people });
    const [range] = rows[0]?.children ?? [];
    assert.equal(range?.label, 'P0 – P199');
    assert.equal(range.children.length, 200);
  });
});
