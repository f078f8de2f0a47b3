import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { refuseUnsafe, safePath } from './safePath.ts';

describe('safePath', () => {
  const unsafe: readonly (readonly [what: string, path: string])[] = [
    ['leaves the folder', '../../x'],
    ['leaves the folder in the middle', 'a/../../x'],
    ['absolute', '/abs'],
    ['a drive', 'C:\\x'],
    ['a drive, relative to its folder', 'c:x'],
    ['another machine', '\\\\server\\share'],
    ['a backslash', 'a\\b'],
    ['a zero byte', 'auth.js\0.txt'],
    ['a new line', 'a\nb'],
    ['a device', 'CON'],
    ['a device, in lower case with an extension', 'src/nul.js'],
    ['a device with a number', 'com1'],
    ['300 characters', 'a'.repeat(300)],
    ['more than 255 bytes in fewer characters', 'ä'.repeat(128)],
    ['a second stream', 'auth.js:hidden'],
    ['a trailing dot', 'auth.js.'],
    ['a trailing space', 'auth.js '],
    ['nothing', ''],
    ['an empty name', 'a//b'],
    ['this folder', './a'],
  ];
  for (const [what, path] of unsafe) {
    it(`T33: refuses ${what}`, () => {
      assert.throws(() => safePath(path), { code: 'scaffold.unsafePath' });
    });
  }

  for (const path of [
    'auth.js',
    '.env',
    'src/auth.ts',
    'a b/ä.js',
    'console.js',
    'common/nullable.js',
    'a'.repeat(255),
  ]) {
    it(`takes ${path.slice(0, 30)}`, () => {
      assert.equal(safePath(path), path);
    });
  }

  it('T33: whatever is taken stays below its root', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', ':', ' ', '\0'), maxLength: 12 }), (path) => {
        try {
          safePath(path);
        } catch {
          return;
        }
        assert.ok(new URL(path, 'file:///root/').pathname.startsWith('/root/'), path);
      }),
    );
  });
});

describe('refuseUnsafe', () => {
  it('T33: refuses a name that differs in case only from one that is there, folders included', async () => {
    const { files } = memoryFiles({ 'Auth.js': '', 'Src/app.js': '' });
    await assert.rejects(refuseUnsafe(files, ['auth.js']), { code: 'scaffold.unsafePath' });
    await assert.rejects(refuseUnsafe(files, ['src/auth.js']), { code: 'scaffold.unsafePath' });
    await refuseUnsafe(files, ['Auth.js', 'Src/auth.js']);
  });

  it('T33: refuses two new names that differ in case only', async () => {
    await assert.rejects(refuseUnsafe(memoryFiles({}).files, ['auth.js', 'AUTH.js']), { code: 'scaffold.unsafePath' });
  });

  it('T33, T34: refuses a link, and what lies behind a linked folder', async () => {
    const { files } = memoryFiles({}, ['.env', 'src']);
    await assert.rejects(refuseUnsafe(files, ['auth.js', '.env']), { code: 'scaffold.unsafePath' });
    await assert.rejects(refuseUnsafe(files, ['src/auth.js']), { code: 'scaffold.unsafePath' });
  });
});
