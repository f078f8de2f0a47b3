import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Capabilities, Found } from '../directory/directory.ts';
import type { ApplicationFields } from '../model/application.ts';
import { compare } from '../sync/compare.ts';
import { comparedFields } from '../sync/comparedFields.ts';
import type { Standing } from '../sync/plan.ts';
import { declaredText, registeredText } from './comparisonText.ts';

describe('comparisonText', () => {
  it('shows both sides in one order, one value per line, without what nobody declared', () => {
    const standing = standingOf(
      { redirectUris: ['http://b', 'http://a'], name: 'Shop', roles: [], grants: [{ group: 'sales', role: 'clerk' }] },
      { type: 'web', name: 'shop', redirectUris: ['http://a', 'http://b'] },
    );
    assert.equal(
      declaredText(standing),
      `{
  "name": "Shop",
  "redirectUris": [
    "http://a",
    "http://b"
  ],
  "roles": [],
  "grants": [
    "sales: clerk"
  ]
}
`,
    );
    assert.equal(
      registeredText(standing),
      `{
  "name": "shop",
  "redirectUris": [
    "http://a",
    "http://b"
  ],
  "roles": [],
  "grants": []
}
`,
    );
  });

  it('leaves out what the provider cannot hold', () => {
    const standing = standingOf({ name: 'Shop', roles: ['clerk'] }, { name: 'Shop' }, ['name']);
    assert.equal(declaredText(standing), registeredText(standing));
  });

  it('says that nothing is registered', () => {
    const status = { kind: 'missing' } as const;
    const standing: Standing = { ...standingOf({ name: 'Shop' }, {}), found: { kind: 'absent' }, status };
    assert.equal(registeredText(standing), '// not registered\n');
    assert.match(declaredText(standing), /"name": "Shop"/);
  });

  it('differs exactly when the comparison does', () => {
    const names = fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 });
    const fields: fc.Arbitrary<ApplicationFields> = fc.record(
      { name: fc.string({ maxLength: 2, minLength: 1 }), redirectUris: names, roles: names },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fields, fields, fc.boolean(), (declared, registered, all) => {
        const standing = standingOf(declared, registered, all ? undefined : ['name', 'roles']);
        assert.equal(declaredText(standing) === registeredText(standing), standing.status.kind === 'synced');
      }),
    );
  });
});

function standingOf(
  declared: ApplicationFields,
  registered: ApplicationFields,
  can: readonly (keyof ApplicationFields)[] = comparedFields.map(({ name }) => name),
): Standing {
  const application = { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: declared };
  const capabilities: Capabilities = { fields: new Set(can), writes: true };
  const found: Found = {
    kind: 'found',
    application: { clientId: 'shop', fields: registered, version: '1', ours: true },
  };
  return { declared: application, found, status: compare(application, found, capabilities) };
}
