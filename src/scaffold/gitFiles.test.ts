import assert from 'node:assert/strict';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { envIsIgnored, ignoresEnv, refuseTrackedEnv } from './gitFiles.ts';

describe('ignoresEnv', () => {
  const cases: readonly (readonly [text: string, ignored: boolean])[] = [
    ['node_modules\n.env\n', true],
    ['/.env', true],
    ['.env*\r\n', true],
    ['.env  \r\n', true],
    ['\uFEFF.env', true],
    ['**/.env', true],
    ['*.env', true],
    ['*', true],
    ['.env\n!.env.example\n!/src/\n!*.js\n!.env.*\n!docs/.envoy', true],
    ['.env\n!*\n.env', true],
    [' .env', false],
    ['.env\t', false],
    ['.env/', false],
    ['config/.env', false],
    ['[.]env', false],
    ['# .env', false],
    ['.env.local', false],
    ['', false],
  ];
  for (const [text, ignored] of cases) {
    it(`${JSON.stringify(text)}: ${ignored ? 'yes' : 'no'}`, () => {
      assert.equal(ignoresEnv(text), ignored);
    });
  }

  const takenBack = [
    '.env',
    '.en[v]',
    '*',
    '.*',
    '[.]env',
    '\\.env',
    '/.env',
    '**',
    '.e?v',
    '/**/.env',
    '.ENV',
    '****',
  ];
  for (const pattern of takenBack) {
    it(`T60: .env and !${pattern}: no`, () => {
      assert.equal(ignoresEnv(`.env\n!${pattern}`), false);
    });
  }

  it('T60: takes no long pattern for one about something else', () => {
    assert.equal(ignoresEnv(`.env\n!${'*?'.repeat(50_000)}v`), false);
    assert.equal(ignoresEnv(`.env\n!${'*?'.repeat(120)}v`), true);
  });
});

describe('envIsIgnored', () => {
  const cases: readonly (readonly [what: string, texts: Readonly<Record<string, string>>, ignored: boolean])[] = [
    ['by a folder above', { '.gitignore': '.env' }, true],
    ['by none', { 'apps/.gitignore': 'dist' }, false],
    ['above, where the nearer one speaks of others', { '.gitignore': '.env', 'apps/.gitignore': '!dist' }, true],
    ['above, and taken back nearer', { '.gitignore': '.env', 'apps/.gitignore': '!.env' }, false],
    ['above, and taken back beside it', { '.gitignore': '.env', 'apps/shop/.gitignore': '!.en[v]' }, false],
    ['beside it, whatever is said above', { '.gitignore': '!.env', 'apps/shop/.gitignore': '/.env' }, true],
    ['above, for the folder above only', { '.gitignore': '/.env' }, false],
    ['above, and taken back there for some folders', { '.gitignore': '.env\n!apps/*/.env' }, false],
  ];
  for (const [what, texts, ignored] of cases) {
    it(`T60: ${what}: ${ignored ? 'yes' : 'no'}`, async () => {
      assert.equal(await envIsIgnored(memoryFiles(texts).files, 'apps/shop'), ignored);
    });
  }
});

describe('refuseTrackedEnv', () => {
  const refused = { code: 'scaffold.envNotIgnored' };
  const stat = 'dates, sizes and the hash \uFFFD\0\0';
  const index = (version: number, ...entries: readonly string[]) =>
    `DIRC\0\0\0${String.fromCharCode(version)}\0\0\0\u0001${entries.map((entry) => stat + entry).join('')}`;
  const at = (text: string, place = '') => memoryFiles({ [`${place}.git/index`]: text }).files;
  const long = 'a'.repeat(140);

  const tracked: readonly (readonly [what: string, text: string, folder: string, place?: string])[] = [
    ['at the root', index(2, '\0\u0004.env\0\0\0'), ''],
    ['with flags', index(3, '@\u0004 \0.env\0\0'), ''],
    ['in a folder', index(2, '\0\u000Eapps/shop/.env\0'), 'apps/shop'],
    ['in a repository below', index(2, '\0\u0009shop/.env\0'), 'apps/shop', 'apps/'],
    ['below a long name', index(2, `\0\uFFFD${long}/.env\0`), long],
    ['with what it shares with the entry before left out', index(4, '\0\u0004.ed\0', '\0\u0004\u0002nv\0'), ''],
    ['with more than one byte for that', index(4, '\0\u0004\uFFFD\u0001.env\0'), ''],
  ];
  for (const [what, text, folder, place] of tracked) {
    it(`T60: refuses one ${what}`, async () => {
      await assert.rejects(refuseTrackedEnv(at(text, place), folder), refused);
    });
  }

  const others: readonly (readonly [what: string, text: string, folder: string])[] = [
    ['another folder', index(2, '\0\u0009shop/.env\0'), ''],
    ['a longer name', index(2, '\0\u000C.env.example\0'), ''],
    ['the root only', index(2, '\0\u0004.env\0'), 'shop'],
    ['nothing', index(2), ''],
    ['what is no index', '\0\u0004.env\0', ''],
  ];
  for (const [what, text, folder] of others) {
    it(`lets pass where git has ${what}`, async () => {
      await refuseTrackedEnv(at(text), folder);
    });
  }
});
