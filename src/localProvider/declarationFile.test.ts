import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followPeople } from './declarationFile.ts';

describe('followPeople', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sso-people-'));
    file = join(folder, 'sso.json');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (content: object | string) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };

  it('knows nobody without a file', () => {
    assert.deepEqual(followPeople(undefined, 9400)().persons, []);
    assert.deepEqual(followPeople(file, 9400)().persons, []);
  });

  it('takes the members that are declared for the environment at its port', () => {
    write({
      environments: { local: { provider: 'local', port: 9400 }, other: { provider: 'local', port: 9401 } },
      groups: { sales: { members: ['alice'], in: { other: { members: ['bob'] } } } },
      people: { alice: { name: 'Alice' }, bob: { name: 'Bob' } },
    });
    assert.deepEqual(followPeople(file, 9400)().groups[0]?.members, ['alice']);
    assert.deepEqual(followPeople(file, 9401)().groups[0]?.members, ['bob']);
    assert.deepEqual(followPeople(file, 9999)().groups[0]?.members, ['alice']);
  });

  it('takes what it can of a file that was broken from the start, and recovers', () => {
    write('{ "people": { "alice": { "name": "Alice" } ');
    const people = followPeople(file, 9400);
    assert.deepEqual(
      people().persons.map(({ key }) => key),
      ['alice'],
    );
    assert.match(people().notice ?? '', /has errors/);
    write({ people: { bob: { name: 'Bob' } } });
    assert.deepEqual(
      people().persons.map(({ key }) => key),
      ['bob'],
    );
    assert.equal(people().notice, undefined);
  });

  it('reads the file only when it changed', () => {
    write({ people: { alice: { name: 'Alice' } } });
    const people = followPeople(file, 9400);
    assert.equal(people(), people());
  });
});
