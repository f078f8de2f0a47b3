import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Capabilities, Found } from '../directory/directory.ts';
import type { ApplicationFields, DeclaredApplication } from '../model/application.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import { compare } from './compare.ts';
import { comparedFields } from './comparedFields.ts';

const everything: Capabilities = { fields: new Set(comparedFields.map(({ name }) => name)), writes: true };
const withoutRoles: Capabilities = { fields: new Set(['name', 'redirectUris']), writes: true };

describe('compare', () => {
  const a1 = 'http://a/1';
  const a2 = 'http://a/2';
  const cases: readonly [
    title: string,
    declared: ApplicationFields,
    registered: ApplicationFields,
    can: Capabilities,
    differing: readonly string[],
  ][] = [
    ['same values', { name: 'Shop' }, { name: 'Shop' }, everything, []],
    ['another order of URIs', { redirectUris: [a1, a2] }, { redirectUris: [a2, a1] }, everything, []],
    ['a URI named twice', { redirectUris: [a1] }, { redirectUris: [a1, a1] }, everything, []],
    ['a field nobody declared', {}, { name: 'Shop', type: 'web' }, everything, []],
    ['a URI more at the provider', { redirectUris: [a1] }, { redirectUris: [a1, a2] }, everything, ['Redirect URIs']],
    [
      'a trailing slash',
      { redirectUris: ['http://a'] },
      { redirectUris: ['http://a/'] },
      everything,
      ['Redirect URIs'],
    ],
    ['a port', { redirectUris: ['http://a/'] }, { redirectUris: ['http://a:80/'] }, everything, ['Redirect URIs']],
    ['upper case', { redirectUris: ['http://A/'] }, { redirectUris: ['http://a/'] }, everything, ['Redirect URIs']],
    ['an empty list declared', { roles: [] }, { roles: ['clerk'] }, everything, ['Roles']],
    ['an empty list declared, nothing registered', { roles: [] }, {}, everything, []],
    ['a field the provider cannot hold', { roles: ['clerk'] }, {}, withoutRoles, []],
    ['a field that is gone at the provider', { audience: 'https://a' }, {}, everything, ['Audience']],
    ['two fields', { name: 'Shop', type: 'spa' }, { name: 'shop', type: 'web' }, everything, ['Name', 'Type']],
    [
      'grants in another order',
      { grants: [grant('sales', 'clerk'), grant('sales/leads', 'manager')] },
      { grants: [grant('sales/leads', 'manager'), grant('sales', 'clerk')] },
      everything,
      [],
    ],
    ['a grant', { grants: [grant('sales', 'clerk')] }, { grants: [grant('sales', 'boss')] }, everything, ['Grants']],
    ['a value with a line break', { roles: ['a\nb'] }, { roles: ['a', 'b'] }, everything, ['Roles']],
    ['a nameless role', { roles: [] }, { roles: [''] }, everything, ['Roles']],
    ['where the name ends', { grants: [grant('a: b', 'c')] }, { grants: [grant('a', 'b: c')] }, everything, ['Grants']],
    [
      'authentication and scopes',
      { clientAuthentication: 'none', scopes: ['read'] },
      { clientAuthentication: 'secret', scopes: ['write'] },
      everything,
      ['Client authentication', 'Scopes'],
    ],
  ];
  for (const [title, declared, registered, can, differing] of cases) {
    it(title, () => {
      const status = compare(application(declared), found(registered), can);
      const fields = status.kind === 'outOfSync' ? status.differences.map(({ field }) => field) : [];
      assert.deepEqual([status.kind, fields], [differing.length > 0 ? 'outOfSync' : 'synced', differing]);
    });
  }

  it('says what each side has', () => {
    const status = compare(application({ redirectUris: [a2, a1] }), found({ redirectUris: [a2] }), everything);
    assert.deepEqual(status, {
      kind: 'outOfSync',
      differences: [{ field: 'Redirect URIs', declared: `${a1}\n${a2}`, registered: a2 }],
    });
  });

  it('calls an application missing only when the provider says so', () => {
    assert.deepEqual(compare(application({}), { kind: 'absent' }, everything), { kind: 'missing' });
    for (const reason of ['denied', 'hidden', 'stopped', 'unreachable'] satisfies UnknownReason[]) {
      const status = compare(application({}), { kind: 'unknown', reason }, everything);
      assert.deepEqual(status, { kind: 'unknown', reason });
    }
  });

  it('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(fields(), fields(), fc.boolean(), (declared, registered, twice) => {
        const once = compare(application(declared), found(registered), everything);
        const turned = compare(application(turn(declared, twice)), found(turn(registered, !twice)), everything);
        assert.deepEqual(turned, once);
      }),
    );
  });

  it('is synced exactly when no declared set differs', () => {
    const uris = fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(uris, uris, (declared, registered) => {
        const status = compare(application({ roles: declared }), found({ roles: registered }), everything);
        assert.equal(status.kind === 'synced', sameSet(declared, registered));
      }),
    );
  });
});

const application = (declared: ApplicationFields): DeclaredApplication => ({
  key: 'shop',
  clientId: 'shop',
  urls: [],
  roleDescriptions: {},
  fields: declared,
});

const found = (registered: ApplicationFields): Found => ({
  kind: 'found',
  application: { clientId: 'shop', fields: registered, version: '1', ours: true },
});

function grant(group: string, role: string): { group: string; role: string } {
  return { group, role };
}

function fields(): fc.Arbitrary<ApplicationFields> {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 4 });
  const name = fc.constantFrom('Shop', 'shop');
  return fc.record(
    {
      name,
      redirectUris: names,
      postLogoutRedirectUris: names,
      roles: names,
      scopes: names,
      grants: fc.array(fc.record({ group: name, role: name }), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
}

/** The same meaning, told the other way round. */
function turn(before: ApplicationFields, twice: boolean): ApplicationFields {
  const turned = <Value>(values: readonly Value[] | undefined) =>
    values && [...values.toReversed(), ...(twice ? values : [])];
  const { redirectUris, roles, grants } = before;
  return {
    ...before,
    ...(redirectUris && { redirectUris: turned(redirectUris) ?? [] }),
    ...(roles && { roles: turned(roles) ?? [] }),
    ...(grants && { grants: turned(grants) ?? [] }),
  };
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((value) => other.includes(value)) && other.every((value) => one.includes(value));
