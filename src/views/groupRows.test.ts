import assert from 'node:assert/strict';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { groupRows } from './groupRows.ts';
import type { Row } from './row.ts';

const workspace: DeclaredWorkspace = {
  environment: {
    name: 'local',
    provider: 'local',
    issuer: 'http://127.0.0.1:9400',
    signIn: { clientId: 'sso-toolkit', scopes: ['openid'] },
  },
  applications: [
    {
      key: 'shop',
      clientId: 'shop',
      urls: [],
      roleDescriptions: { manager: 'Changes prices' },
      fields: { name: 'Shop', roles: ['manager', 'clerk'] },
    },
    { key: 'orders', clientId: 'orders', urls: [], roleDescriptions: {}, fields: { name: 'Orders' } },
  ],
  groups: [
    { key: 'sales', members: ['alice', 'bob'], grants: { shop: ['clerk'] } },
    { key: 'sales/leads', members: ['bob'], grants: { shop: ['manager'] } },
    { key: 'it/night', members: ['dave'], grants: {} },
  ],
  people: [
    { key: 'alice', name: 'Alice Adams', claims: {} },
    { key: 'bob', name: 'Bob Brown', claims: {} },
    { key: 'carol', name: 'Carol Clark', claims: {} },
  ],
};

describe('groupRows', () => {
  it('draws groups with members and grants, then the same from the applications', () => {
    assert.equal(
      picture(groupRows(workspace)),
      `
sales · 2 members, 1 grant [group]
  leads · 1 member, 1 grant [group]
    Bob Brown · Shop: clerk, manager [person bob]
      Shop · clerk, manager [person.access bob shop]
    Shop: manager ·  [grant]
    Shop: clerk · from sales [grant]
  Alice Adams · Shop: clerk [person alice]
    Shop · clerk [person.access alice shop]
  Bob Brown · Shop: clerk, manager [person bob]
    Shop · clerk, manager [person.access bob shop]
  Shop: clerk ·  [grant]
it · 0 members, 0 grants [heading]
  night · 1 member, 0 grants [group]
    dave · no access [person dave]
In no group · 1 person [heading]
  Carol Clark · no access [person carol]
By application · 1 application [heading]
  Shop · 2 roles [access.application]
    manager · Changes prices [role]
      sales/leads · group [group]
      Bob Brown · via sales/leads [person bob shop]
    clerk ·  [role]
      sales · group [group]
      Alice Adams · via sales [person alice shop]
      Bob Brown · via sales [person bob shop]
    Without access · 1 person [heading]
      Carol Clark ·  [person carol shop]`,
    );
  });

  it('shows the way through groups above', () => {
    const groups = [
      { key: 'sales', members: [], grants: { shop: ['clerk'] } },
      { key: 'sales/leads', members: ['bob'], grants: {} },
    ];
    assert.match(picture(groupRows({ ...workspace, groups })), /Bob Brown · via sales\/leads, in sales/);
  });

  it('has an id of its own for every row', () => {
    const ids = all(groupRows(workspace)).map(({ id }) => id);
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

const all = (rows: readonly Row[]): readonly Row[] => rows.flatMap((row) => [row, ...all(row.children)]);

const picture = (rows: readonly Row[], indent = ''): string =>
  rows
    .map(({ label, description, context, subject, children }) => {
      const whom =
        subject?.kind === 'person' ? [subject.person, subject.application].filter((part) => part !== undefined) : [];
      return `\n${indent}${label} · ${description} [${[context, ...whom].join(' ')}]${picture(children, `${indent}  `)}`;
    })
    .join('');
