import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from './edit.ts';
import { parseDeclaration } from './parse.ts';
import type { ProblemCode, Severity } from './problem.ts';

interface Case {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** `«` and `»` mark what is underlined. */
  readonly text: string;
  /** What its fix makes of it. */
  readonly fixed?: string;
}

const web = '"shop": { "roles": { "clerk": "" } }';

const cases: readonly Case[] = [
  { code: 'syntax', severity: 'error', text: '{ "applications": {}«»' },
  { code: 'key.unknown', severity: 'error', text: '{ «"aplications"»: {} }', fixed: '{ "applications": {} }' },
  { code: 'key.unknown', severity: 'error', text: '{ «"secrets"»: 1, "people": {} }', fixed: '{ "people": {} }' },
  {
    code: 'key.duplicate',
    severity: 'error',
    text: '{ "people": {}, «"people"»: {} }',
    fixed: '{ "people": {} }',
  },
  { code: 'name.invalid', severity: 'error', text: '{ "people": { «"__proto__"»: {} } }', fixed: '{ "people": {  } }' },
  { code: 'name.invalid', severity: 'error', text: '{ "people": { «"toString"»: {} } }', fixed: '{ "people": {  } }' },
  {
    code: 'name.invalid',
    severity: 'error',
    text: '{ "groups": { «"/sales"»: {} } }',
    fixed: '{ "groups": { "sales": {} } }',
  },
  { code: 'value.wrongType', severity: 'error', text: '{ "people": «[]» }' },
  { code: 'value.wrongType', severity: 'error', text: '{ "people": { "alice": «5» } }' },
  {
    code: 'value.wrongType',
    severity: 'error',
    text: '{ "environments": { "local": { "provider": "local", "port": «94.5» } } }',
  },
  {
    code: 'value.wrongType',
    severity: 'error',
    text: '{ "applications": { "a": { "urls": { "local": ["http://localhost", «7»] } } } }',
  },
  {
    code: 'value.outOfRange',
    severity: 'error',
    text: '{ "environments": { "local": { "provider": "local", "port": «65536» } } }',
  },
  {
    code: 'value.notAllowed',
    severity: 'error',
    text: '{ "applications": { "a": { "type": «"wbe"» } } }',
    fixed: '{ "applications": { "a": { "type": "web" } } }',
  },
  { code: 'key.missing', severity: 'error', text: '{ "environments": { «"local"»: {} } }' },
  {
    code: 'environment.portTaken',
    severity: 'warning',
    text: '{ "environments": { "a": { "provider": "local" }, "b": { "provider": "local", "port": «9400» } } }',
  },
  {
    code: 'key.misplaced',
    severity: 'warning',
    text: '{ "environments": { "a": { "provider": "local", «"issuer"»: "https://a.example" } } }',
    fixed: '{ "environments": { "a": { "provider": "local" } } }',
  },
  { code: 'issuer.missing', severity: 'error', text: '{ "environments": { «"a"»: { "provider": "oidc" } } }' },
  {
    code: 'url.invalid',
    severity: 'error',
    text: '{ "environments": { "a": { "provider": "oidc", "issuer": «"a.example"» } } }',
  },
  {
    code: 'url.insecure',
    severity: 'error',
    text: '{ "environments": { "a": { "provider": "oidc", "issuer": «"http://a.example"» } } }',
    fixed: '{ "environments": { "a": { "provider": "oidc", "issuer": "https://a.example" } } }',
  },
  {
    code: 'environment.unknown',
    severity: 'warning',
    text: '{ "applications": { "a": { "urls": { «"lokal"»: "http://localhost" } } } }',
    fixed: '{ "applications": { "a": { "urls": { "local": "http://localhost" } } } }',
  },
  {
    code: 'environment.unknown',
    severity: 'warning',
    text: '{ "applications": { "a": { "in": { «"elsewhere"»: {} } } } }',
    fixed: '{ "applications": { "a": { "in": {  } } } }',
  },
  {
    code: 'url.invalid',
    severity: 'error',
    text: '{ "applications": { "a": { "urls": { "local": «"localhost:3000"» } } } }',
    fixed: '{ "applications": { "a": { "urls": { "local": "http://localhost:3000" } } } }',
  },
  {
    code: 'url.insecure',
    severity: 'warning',
    text: '{ "applications": { "a": { "urls": { "local": «"http://shop.example"» } } } }',
    fixed: '{ "applications": { "a": { "urls": { "local": "https://shop.example" } } } }',
  },
  {
    code: 'url.wildcard',
    severity: 'warning',
    text: '{ "applications": { "a": { "redirectUris": [«"http://localhost:*/callback"»] } } }',
  },
  {
    code: 'url.invalid',
    severity: 'error',
    text: '{ "applications": { "a": { "redirectUris": [«"javascript:alert(1)"»] } } }',
  },
  {
    code: 'url.fragment',
    severity: 'error',
    text: '{ "applications": { "a": { "redirectUris": [«"http://localhost/cb#x"»] } } }',
    fixed: '{ "applications": { "a": { "redirectUris": ["http://localhost/cb"] } } }',
  },
  {
    code: 'path.invalid',
    severity: 'error',
    text: '{ "applications": { "a": { "redirectPaths": ["/a", «"auth/callback"»] } } }',
    fixed: '{ "applications": { "a": { "redirectPaths": ["/a", "/auth/callback"] } } }',
  },
  {
    code: 'path.invalid',
    severity: 'error',
    text: '{ "applications": { "a": { "postLogoutPaths": [«"//evil.example"»] } } }',
    fixed: '{ "applications": { "a": { "postLogoutPaths": ["/evil.example"] } } }',
  },
  {
    code: 'clientId.duplicate',
    severity: 'error',
    text: '{ "applications": { "a": {}, "b": { "in": { "local": { "clientId": «"a"» } } } } }',
  },
  { code: 'clientId.duplicate', severity: 'error', text: '{ "applications": { «"sso-toolkit"»: {} } }' },
  {
    code: 'audience.missing',
    severity: 'warning',
    text: '{ "applications": { «"a"»: { "type": "api" } } }',
    fixed: '{ "applications": { "a": { "type": "api", "audience": "https://a.example.com" } } }',
  },
  {
    code: 'audience.duplicate',
    severity: 'warning',
    text: '{ "applications": { "a": { "type": "api", "audience": "x" }, "b": { "type": "api", "audience": «"x"» } } }',
  },
  {
    code: 'key.misplaced',
    severity: 'information',
    text: '{ "applications": { "a": { "type": "web", «"audience"»: "x" } } }',
    fixed: '{ "applications": { "a": { "type": "web" } } }',
  },
  {
    code: 'grant.applicationUnknown',
    severity: 'error',
    text: `{ "applications": { ${web} }, "groups": { "g": { "grants": { «"shp"»: ["clerk"] } } } }`,
    fixed: `{ "applications": { ${web} }, "groups": { "g": { "grants": { "shop": ["clerk"] } } } }`,
  },
  {
    code: 'grant.roleUnknown',
    severity: 'error',
    text: `{ "applications": { ${web} }, "groups": { "g": { "grants": { "shop": [«"clark"»] } } } }`,
    fixed: `{ "applications": { ${web} }, "groups": { "g": { "grants": { "shop": ["clerk"] } } } }`,
  },
  {
    code: 'grant.roleUnknown',
    severity: 'error',
    text: `{ "applications": { ${web} }, "groups": { "g": { "grants": { "shop": [«"manager"»] } } } }`,
    fixed:
      '{ "applications": { "shop": { "roles": { "clerk": "", "manager": "" } } }, "groups": { "g": { "grants": { "shop": ["manager"] } } } }',
  },
  {
    code: 'member.unknown',
    severity: 'error',
    text: '{ "people": { "alice": {} }, "groups": { "g": { "members": ["alice", «"alise"»] } } }',
    fixed: '{ "people": { "alice": {} }, "groups": { "g": { "members": ["alice", "alice"] } } }',
  },
  {
    code: 'member.unknown',
    severity: 'error',
    text: '{ "people": { "alice": {} }, "groups": { "g": { "members": [«"dave"»] } } }',
    fixed: '{ "people": { "alice": {}, "dave": { "name": "dave" } }, "groups": { "g": { "members": ["dave"] } } }',
  },
  {
    code: 'parent.undeclared',
    severity: 'information',
    text: '{ "groups": { «"sales/leads"»: {} } }',
    fixed: '{ "groups": { "sales/leads": {}, "sales": {} } }',
  },
];

const unmarked = (text: string): string => text.replace(/[«»]/g, '');

/** What is wrong; kinds of providers and applications that later work brings are not. */
const faults = (text: string) => parseDeclaration(text).problems.filter(({ code }) => code !== 'laterWork');

describe('parseDeclaration', () => {
  for (const { code, severity, text, fixed } of cases) {
    it(`says ${code} for ${text}`, () => {
      const plain = unmarked(text);
      const [problem, ...others] = faults(plain);
      assert.ok(problem);
      assert.deepEqual([problem.code, problem.severity, others], [code, severity, []]);
      const { offset, length } = problem;
      const marked = `${plain.slice(0, offset)}«${plain.slice(offset, offset + length)}»${plain.slice(offset + length)}`;
      assert.equal(marked, text);
      const after = problem.fix && applyEdits(plain, problem.fix.edits);
      assert.equal(after, fixed);
      if (after !== undefined) assert.deepEqual(faults(after), []);
    });
  }

  it('offers no name that is taken already', () => {
    const [problem] = faults('{ "applications": { "a": { "typ": "web", "type": 5 } } }');
    assert.equal(problem?.fix?.title, 'Remove "typ"');
  });

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
      [9, new Set(['laterWork information'])],
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
