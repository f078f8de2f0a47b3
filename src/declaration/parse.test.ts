import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDeclaration } from './parse.ts';

describe('parseDeclaration', () => {
  it('says what is read but not acted on yet, and finds no other fault in it', () => {
    const { problems } = parseDeclaration(`{
      "environments": {
        "local": { "provider": "local", "syncDelay": 5, "looksLike": "entra", "autoApply": true },
        "staging": { "provider": "keycloak", "issuer": "https://id.example.com/realms/acme", "production": false, "changes": "apply" }
      },
      "applications": {
        "shop": { "type": "web", "clientAuthentication": "privateKey", "uses": { "orders": ["orders:read"] } },
        "orders": { "type": "api", "audience": "https://orders.example.com", "scopes": { "orders:read": "" } },
        "till": { "type": "native" }
      }
    }`);
    assert.deepEqual(
      [problems.length, new Set(problems.map(({ code, severity }) => `${code} ${severity}`))],
      [8, new Set(['laterWork information'])],
    );
  });

  it('keeps the valid rest, list by list and entry by entry', () => {
    const { declaration } = parseDeclaration(`{
      "environments": { "broken": { "provider": "nobody" }, "local": { "provider": "local", "port": 0 } },
      "applications": {
        "shop": { "type": 5, "redirectPaths": [1, "/a", "b", "/c"], "rolls": {} },
        "gone": 7
      },
      "groups": { "g": { "members": ["nobody", "alice"] } },
      "people": { "alice": {} }, // half-typed from here on
      "appl`);
    assert.deepEqual(plain(declaration), {
      environments: { local: { provider: 'local' } },
      applications: { shop: { redirectPaths: ['/a', '/c'] } },
      groups: { g: { members: ['alice'] } },
      people: { alice: {} },
    });
  });

  it('has a local environment where the file has none', () => {
    for (const text of ['', '{', '{}', '5', '{ "environments": {} }']) {
      assert.deepEqual([...parseDeclaration(text).declaration.environments], [['local', { provider: 'local' }]], text);
    }
  });

  it('does not read what is too large or too deep', () => {
    const codes = (text: string) => parseDeclaration(text).problems.map(({ code }) => code);
    assert.deepEqual(codes(' '.repeat(5 * 1024 * 1024 + 1)), ['file.tooLarge']);
    assert.deepEqual(codes('['.repeat(100_000)), ['file.tooDeep']);
  });

  it('gives up an entry with more mistakes than the stack can hold, and no other', () => {
    const { declaration, problems } = parseDeclaration(
      `{ "applications": { "a": { "redirectPaths": [${'1,'.repeat(300_000)}] }, "b": {} } }`,
    );
    assert.deepEqual([...declaration.applications.keys()], ['b']);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['value.wrongType'],
    );
  }).timeout(20_000);

  it('names at most 500 problems and counts the others', () => {
    const { problems } = parseDeclaration(`{ "people": { ${'"a": 1,'.repeat(2000)} } }`);
    assert.deepEqual([problems.length, problems.at(-1)?.code], [501, 'problems.more']);
  });

  it('reads a text with a byte order mark, comments and trailing commas at its own offsets', () => {
    const text = '\uFEFF// people\n{ "people": { "alice": { "name": 5 }, }, }';
    const [problem, ...others] = parseDeclaration(text).problems;
    assert.deepEqual([problem?.code, problem?.offset, others], ['value.wrongType', text.indexOf('5'), []]);
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...'{ } [ ] : , " // /* */ \\ \u0000 1 -1e9 true null "applications" "environments" "groups" "people" "in" "local" "__proto__" "grants" "roles" "urls" "x" "provider"'.split(
        ' ',
      ),
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        parseDeclaration(text);
      }),
      { numRuns: 10_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
    );
  }).timeout(30_000);

  it('reads again what it printed', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}[0-9]{1,3}$/);
    const people = fc.dictionary(name, fc.record({ name: fc.string(), email: fc.string() }, { requiredKeys: [] }));
    const application = fc.record(
      {
        name: fc.string(),
        type: fc.constantFrom('web', 'spa', 'native', 'machine'),
        redirectPaths: fc.array(name.map((path) => `/${path}`)),
        roles: fc.dictionary(name, fc.string()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(people, fc.dictionary(name, application), (persons, applications) => {
        const content = { environments: { local: { provider: 'local' } }, applications, groups: {}, people: persons };
        const text = JSON.stringify(content);
        const { declaration, problems } = parseDeclaration(text);
        assert.equal(JSON.stringify(plain(declaration)), text);
        assert.ok(problems.every(({ code }) => code === 'laterWork'));
      }),
      { numRuns: 200 },
    );
  }).timeout(30_000);
});

/** Without maps and prototypes. */
function plain(declaration: object): unknown {
  const entries = Object.entries(declaration).map(([section, map]) => [
    section,
    Object.fromEntries(map as Iterable<[string, unknown]>),
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}
