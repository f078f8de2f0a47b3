import assert from 'node:assert/strict';
import { accessWorkspace as workspace } from '../../test/fakes/accessWorkspace.ts';
import { allRows, picture } from '../../test/picture.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import { accessView } from './personRows.ts';
import { roleRows } from './roleRows.ts';

const draw = (change: Partial<DeclaredWorkspace> = {}): string => picture(rowsOf(change));
const rowsOf = (change: Partial<DeclaredWorkspace> = {}) => roleRows(accessView({ ...workspace, ...change }));

describe('roleRows', () => {
  it('draws each role with the groups and people that hold it, and who holds none', () => {
    assert.equal(
      draw(),
      `
By application · 2 applications [heading]
  Shop · 2 roles [access.application]
    manager · Changes prices [role]
      sales/leads · group [group]
      Bob Brown · via sales/leads [person bob shop]
    clerk ·  [role]
      sales · group [group]
      Alice Adams · via sales [person alice shop]
      Bob Brown · via sales/leads, in sales [person bob shop]
    Without access · 1 person [heading]
      Carol Clark ·  [person carol shop]
  Stock · 1 role [access.application]
    keeper ·  [role]
    Without access · 3 people [heading]
      Alice Adams ·  [person alice stock]
      Bob Brown ·  [person bob stock]
      Carol Clark ·  [person carol stock]`,
    );
  });

  it('takes the shortest way where several lead to a role', () => {
    const groups = workspace.groups.map((group) => ({ ...group, members: ['bob'] }));
    assert.match(draw({ groups }), /clerk[^]*Bob Brown · via sales \[person bob shop\]/);
  });

  it('knows roles and people that only a group speaks of', () => {
    const groups = [{ key: 'it', members: ['dave'], grants: { nightly: ['operator'] } }];
    assert.equal(
      draw({ groups, applications: workspace.applications.slice(2), people: [] }),
      `
By application · 1 application [heading]
  Nightly · 1 role [access.application]
    operator ·  [role]
      it · group [group]
      dave · via it [person dave nightly]`,
    );
  });

  it('has an id of its own for every row', () => {
    const ids = allRows(rowsOf()).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('is empty where no application has roles', () => {
    assert.deepEqual(rowsOf({ applications: workspace.applications.slice(2) }), []);
  });
});
