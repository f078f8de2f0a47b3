import assert from 'node:assert/strict';
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

const orders = '"orders": { "type": "api", "audience": "x", "scopes": { "orders:read": "" } }';

const cases: readonly Case[] = [
  { code: 'name.invalid', severity: 'error', text: '{ "people": { «""»: {} } }' },
  { code: 'name.invalid', severity: 'error', text: '{ "applications": { "a": { "roles": { «""»: "x" } } } }' },
  {
    code: 'name.invalid',
    severity: 'error',
    text: '{ "applications": { "a": { "type": "api", "audience": "x", "scopes": { «"read all"»: "" } } } }',
  },
  {
    code: 'use.applicationUnknown',
    severity: 'error',
    text: `{ "applications": { ${orders}, "a": { "uses": { «"order"»: [] } } } }`,
    fixed: `{ "applications": { ${orders}, "a": { "uses": { "orders": [] } } } }`,
  },
  {
    code: 'use.applicationUnknown',
    severity: 'error',
    text: `{ "applications": { "shop": {}, "a": { "uses": { «"shop"»: [] } } } }`,
    fixed: `{ "applications": { "shop": {}, "a": { "uses": {  } } } }`,
  },
  {
    code: 'use.scopeUnknown',
    severity: 'error',
    text: `{ "applications": { ${orders}, "a": { "uses": { "orders": [«"orders:raed"»] } } } }`,
    fixed: `{ "applications": { ${orders}, "a": { "uses": { "orders": ["orders:read"] } } } }`,
  },
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
    code: 'url.userinfo',
    severity: 'error',
    text: '{ "environments": { "a": { "provider": "oidc", "issuer": «"https://a:b@a.example/x"» } } }',
    fixed: '{ "environments": { "a": { "provider": "oidc", "issuer": "https://a.example/x" } } }',
  },
  {
    code: 'url.userinfo',
    severity: 'error',
    text: '{ "applications": { "a": { "urls": { "local": «"http://a:b@127.0.0.1/"» } } } }',
    fixed: '{ "applications": { "a": { "urls": { "local": "http://127.0.0.1/" } } } }',
  },
  {
    code: 'url.userinfo',
    severity: 'error',
    text: '{ "applications": { "a": { "redirectUris": [«"http://a:b@127.0.0.1:3000/callback"»] } } }',
    fixed: '{ "applications": { "a": { "redirectUris": ["http://127.0.0.1:3000/callback"] } } }',
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

describe('problems of sso.json', () => {
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

  it('finds its place in a list that lost wrong elements before', () => {
    const text = '{ "applications": { "a": { "redirectPaths": [1, "/a", 2, "b"] } } }';
    assert.deepEqual(
      faults(text).map(({ code, offset }) => [code, offset]),
      [
        ['value.wrongType', text.indexOf('1')],
        ['value.wrongType', text.indexOf('2')],
        ['path.invalid', text.indexOf('"b"')],
      ],
    );
  });

  it('offers no name that is taken already', () => {
    const [problem] = faults('{ "applications": { "a": { "typ": "web", "type": 5 } } }');
    assert.equal(problem?.fix?.title, 'Remove "typ"');
  });
});
