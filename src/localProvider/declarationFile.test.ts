import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
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

  const unreadable: readonly [title: string, make: () => void][] = [
    [
      'a folder',
      () => {
        mkdirSync(file);
      },
    ],
    [
      'a file of more than 5 MB',
      () => {
        write(JSON.stringify({ people: { mallory: { name: 'Mallory' } } }));
        truncateSync(file, 5 * 1024 * 1024 + 1);
      },
    ],
    ...(process.platform === 'win32'
      ? []
      : ([
          [
            'a device without an end',
            () => {
              symlinkSync('/dev/zero', file);
            },
          ],
          ['a pipe into which nobody writes', () => execFileSync('mkfifo', [file])],
          [
            'a link to a pipe',
            () => {
              execFileSync('mkfifo', [`${file}.pipe`]);
              symlinkSync(`${file}.pipe`, file);
            },
          ],
        ] satisfies [string, () => void][])),
  ];
  for (const [title, make] of unreadable) {
    it(`T35: keeps the people when the file becomes ${title}, and recovers`, () => {
      write({ people: { alice: { name: 'Alice' } } });
      const people = followPeople(file, 9400);
      people();
      rmSync(file);
      make();
      assert.deepEqual([people().persons.map(({ key }) => key), people().notice], [['alice'], cannotBeRead]);
      rmSync(file, { recursive: true });
      write({ people: { bob: { name: 'Bob' } } });
      assert.deepEqual([people().persons.map(({ key }) => key), people().notice], [['bob'], undefined]);
    });
  }

  it('F15: follows a link to a file', () => {
    if (process.platform === 'win32') return; // links need a right of their own there
    writeFileSync(`${file}.real`, JSON.stringify({ people: { alice: { name: 'Alice' } } }));
    symlinkSync(`${file}.real`, file);
    assert.deepEqual(
      followPeople(file, 9400)().persons.map(({ key }) => key),
      ['alice'],
    );
  });

  it('reads the file only when it changed', () => {
    write({ people: { alice: { name: 'Alice' } } });
    const people = followPeople(file, 9400);
    assert.equal(people(), people());
  });
});

const cannotBeRead = 'sso.json cannot be read. These are the people it named before.';
