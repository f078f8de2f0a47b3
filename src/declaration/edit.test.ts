import assert from 'node:assert/strict';
import { addToApplication, applyEdits, setValue } from './edit.ts';
import { locate, offsetOf } from './locate.ts';

const file = `{
  // where people sign in
  "environments": { "local": { "provider": "local" } }, // the only one
  "applications": {
    "shop": {
      "name": "Shop", // as people see it
      "redirectPaths": ["/a"] // the last line
    }
  },
}
`;

describe('setValue', () => {
  const set = (text: string, path: (string | number)[], value: unknown) =>
    applyEdits(text, setValue(text, path, value));

  const cases: readonly [what: string, text: string, path: (string | number)[], value: unknown, after: string][] = [
    ['replaces a value', '{ "a": 1 } // x', ['a'], 2, '{ "a": 2 } // x'],
    ['replaces an object on its line', '{ "a": { "b": 1 } }', ['a'], { b: 1, c: 2 }, '{ "a": { "b": 1, "c": 2 } }'],
    ['adds behind a trailing comma', '{ "a": 1, }', ['b'], 2, '{ "a": 1, "b": 2 }'],
    ['adds to a list', '{ "a": [1] }', ['a', 1], 2, '{ "a": [1, 2] }'],
    ['adds to an empty list', '{ "a": [] }', ['a', 0], 2, '{ "a": [2] }'],
    ['keeps a comment behind the last line', '{\n  "a": 1 // one\n}', ['b'], 2, '{\n  "a": 1, // one\n  "b": 2\n}'],
    [
      'keeps tabs and line ends',
      '{\r\n\t"a": 1\r\n}',
      ['b', 'c'],
      2,
      '{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": 2\r\n\t}\r\n}',
    ],
    ['makes the objects on the way', '{}', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['begins an empty file', '', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['removes the first', '{ "a": 1, "b": 2 }', ['a'], undefined, '{ "b": 2 }'],
    ['removes the last', '{ "a": 1, "b": 2, }', ['b'], undefined, '{ "a": 1 }'],
    ['removes nothing where nothing is', '{ "a": 1 }', ['b'], undefined, '{ "a": 1 }'],
  ];
  for (const [what, text, path, value, after] of cases) {
    it(what, () => {
      assert.equal(set(text, path, value), after);
    });
  }

  it('refuses a text with errors, and a path through something else', () => {
    assert.throws(() => setValue('{ "a": ', ['b'], 1), { code: 'declaration.invalid' });
    assert.throws(() => setValue('{ "a": 1 }', ['a', 'b'], 1), { code: 'declaration.invalid' });
    assert.throws(() => setValue('{ "a": [] }', ['a', 5], 1), { code: 'declaration.invalid' });
  });
});

describe('addToApplication', () => {
  const additions = {
    type: 'web',
    redirectPaths: ['/a', '/auth/callback'],
    roles: { clerk: 'Takes orders' },
    clientAuthentication: 'secret',
  } as const;
  const after = addToApplication(file, 'shop', { ...additions, redirectPaths: [...additions.redirectPaths] });

  it('adds what is missing and leaves every comment at its line', () => {
    assert.equal(
      after,
      file.replace(
        '["/a"] // the last line\n',
        `["/a", "/auth/callback"], // the last line
      "type": "web",
      "roles": {
        "clerk": "Takes orders"
      },
      "clientAuthentication": "secret"
`,
      ),
    );
  });

  it('changes nothing the second time, and no description that is there', () => {
    assert.equal(addToApplication(after, 'shop', { type: 'web', roles: { clerk: 'Other words' } }), after);
  });
});

describe('locate', () => {
  it('finds where entries begin, also in a half-typed text', () => {
    const text = file.slice(0, file.indexOf('"redirectPaths"'));
    assert.deepEqual(locate(text), {
      environments: [{ key: 'local', offset: text.indexOf('"local"') }],
      applications: [{ key: 'shop', offset: text.indexOf('"shop"') }],
      groups: [],
      people: [],
    });
    assert.equal(offsetOf(file, ['applications', 'shop', 'redirectPaths', 0]), file.indexOf('"/a"'));
    assert.equal(offsetOf(file, ['people', 'alice']), undefined);
  });
});
