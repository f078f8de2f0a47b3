import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ownFolder, type Owners } from './ownFolder.ts';

describe('ownFolder', () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'sso-own-'));
    folder = join(parent, 'state');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  const make = (mode: number, path = folder) => {
    mkdirSync(path);
    chmodSync(path, mode);
  };
  /** Everything is real but the owners: what is named belongs to somebody else. */
  const where = (belongsToOthers: (path: string, how: 'stat' | 'lstat') => boolean): Owners => ({
    me: 1000,
    lstat: (path) => ({ uid: belongsToOthers(path, 'lstat') ? 1001 : 1000 }),
    stat: (path) => ({ uid: belongsToOthers(path, 'stat') ? 1001 : 1000, mode: statSync(path).mode }),
  });

  it('makes a folder for its owner', () => {
    ownFolder(folder);
    if (process.platform !== 'win32') assert.equal(modeOf(folder), '700');
  });

  for (const mode of [0o755, 0o777, 0o750, 0o701]) {
    it(`T51: tightens one of mode ${mode.toString(8)} and keeps what is ours`, () => {
      if (process.platform === 'win32') return;
      make(mode);
      writeFileSync(join(folder, 'identity.json'), '{}');
      ownFolder(folder);
      assert.deepEqual([modeOf(folder), readdirSync(folder)], ['700', ['identity.json']]);
    });
  }

  it('T51: tightens the folder behind a link of ours', () => {
    if (process.platform === 'win32') return;
    make(0o755, join(parent, 'elsewhere'));
    symlinkSync(join(parent, 'elsewhere'), folder);
    ownFolder(folder);
    assert.equal(modeOf(join(parent, 'elsewhere')), '700');
    assert.ok(lstatSync(folder).isSymbolicLink());
  });

  const foreign: readonly [title: string, belongsToOthers: (path: string, how: 'stat' | 'lstat') => boolean][] = [
    ['a folder of somebody else', (path) => path === folder],
    ['a link of somebody else to a folder of ours', (path, how) => path === folder && how === 'lstat'],
    ['a link of ours to a folder of somebody else', (path, how) => path === folder && how === 'stat'],
  ];
  for (const [title, belongsToOthers] of foreign) {
    it(`T51: refuses ${title}, and leaves it as it is`, () => {
      make(0o755);
      const mode = modeOf(folder);
      assert.throws(
        () => {
          ownFolder(folder, where(belongsToOthers));
        },
        {
          code: 'localProvider.notStarted',
          message: /belongs to another user/,
        },
      );
      assert.equal(modeOf(folder), mode);
    });
  }

  it('T51: removes what others put into one that they could write to', () => {
    if (process.platform === 'win32') return;
    make(0o777);
    mkdirSync(join(folder, 'compiledCode'));
    writeFileSync(join(folder, 'compiledCode', 'planted'), '');
    for (const name of ['identity.json', 'keys.json']) writeFileSync(join(folder, name), '{}');
    ownFolder(
      folder,
      where((path) => ['compiledCode', 'keys.json'].includes(basename(path))),
    );
    assert.deepEqual(readdirSync(folder), ['identity.json']);
  });

  it('fails where there is a file', () => {
    writeFileSync(folder, '');
    assert.throws(
      () => {
        ownFolder(folder);
      },
      { code: 'localProvider.notStarted', message: /cannot keep/ },
    );
  });
});
