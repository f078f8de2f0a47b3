import assert from 'node:assert/strict';
import { errorPage } from './errorPage.ts';
import { initials, loginPage } from './loginPage.ts';
import type { People } from './people.ts';

const alice = { key: 'alice', name: 'Alice Adams', claims: {} };
const zoe = { key: 'zoe"><script>', name: '<b>Zoë</b> & Co', claims: {} };
const people: People = { persons: [zoe, alice], groups: [{ key: 'a<b', members: ['alice'], grants: {} }] };

describe('loginPage', () => {
  it('lists people by name, the first one focused', () => {
    assert.deepEqual(rows(loginPage({ application: 'Shop', action: '/x', people })), [
      'Continue as &lt;b&gt;Zoë&lt;/b&gt; &amp; Co · no groups · focused',
      'Continue as Alice Adams · a&lt;b',
    ]);
  });

  it('puts the preselected person first', () => {
    assert.deepEqual(rows(loginPage({ application: 'Shop', action: '/x', people, preselected: alice })), [
      'Continue as Alice Adams · a&lt;b · focused',
      'Continue as &lt;b&gt;Zoë&lt;/b&gt; &amp; Co · no groups',
    ]);
  });

  it('escapes whatever comes from elsewhere', () => {
    const html = loginPage({ application: '</title><script>', action: '/x"y', people: { ...people, notice: '<i>' } });
    assert.doesNotMatch(html, /<script>|<b>|<i>|x"y/);
    assert.doesNotMatch(errorPage('<u>', '<i>', { '<b>': ['<s>'] }), /<u>|<i>|<b>|<s>/);
  });

  it('always offers to refuse', () => {
    for (const persons of [people.persons, []]) {
      assert.match(loginPage({ application: 'Shop', action: '/x', people: { ...people, persons } }), /name="refuse"/);
    }
  });

  const names: readonly [name: string, letters: string][] = [
    ['Alice Adams', 'AA'],
    ['bob', 'B'],
    ['Anna Maria von Ende', 'AE'],
    ['👩‍💻 Coder', '👩‍💻C'],
    ['', ''],
    ['  ', ''],
  ];
  for (const [name, letters] of names) {
    it(`draws ${JSON.stringify(name)} as ${JSON.stringify(letters)}`, () => {
      assert.equal(initials(name), letters);
    });
  }
});

const rows = (html: string): readonly string[] =>
  [
    ...html.matchAll(
      /value="[^"]*"( autofocus)?>\s*.*\n.*<span>(Continue[^\n]*?)<\/span><span class="groups">(.*?)<\/span>/g,
    ),
  ].map(([, focused, name, groups]) => `${name ?? ''} · ${groups ?? ''}${focused ? ' · focused' : ''}`);
