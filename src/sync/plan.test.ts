import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Capabilities, Found } from '../directory/directory.ts';
import type { ApplicationFields, DeclaredApplication } from '../model/application.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import { compare } from './compare.ts';
import { comparedFields } from './comparedFields.ts';
import { plan, samePlan, type Standing } from './plan.ts';

describe('plan', () => {
  it('registers what is missing, with every declared field in sight', () => {
    const shop = application('shop', { name: 'Shop', redirectUris: ['http://b', 'http://a'] });
    assert.deepEqual(plan([standing(shop, { kind: 'absent' })]), [
      {
        kind: 'create',
        application: shop,
        differences: [
          { field: 'Name', declared: 'Shop', registered: '' },
          { field: 'Redirect URIs', declared: 'http://a\nhttp://b', registered: '' },
        ],
      },
    ]);
  });

  it('sends only the fields that differ, for the version that was compared', () => {
    const shop = application('shop', { name: 'Shop', type: 'web', roles: ['clerk'] });
    const [change, ...others] = plan([standing(shop, found({ name: 'shop', type: 'web', roles: ['boss'] }, '7'))]);
    assert.deepEqual(others, []);
    assert.deepEqual(change, {
      kind: 'update',
      application: shop,
      fields: { name: 'Shop', roles: ['clerk'] },
      expectedVersion: '7',
      differences: [
        { field: 'Name', declared: 'Shop', registered: 'shop' },
        { field: 'Roles', declared: 'clerk', registered: 'boss' },
      ],
      ours: true,
    });
  });

  it('plans nothing for what is synced', () => {
    assert.deepEqual(plan([standing(application('shop', { name: 'Shop' }), found({ name: 'Shop' }, '1'))]), []);
  });

  it('plans nothing on what is unknown', () => {
    const reasons = fc.constantFrom<UnknownReason[]>(
      'denied',
      'expired',
      'hidden',
      'neverRead',
      'stopped',
      'unreachable',
    );
    fc.assert(
      fc.property(reasons, fields(), (reason, declared) => {
        assert.deepEqual(plan([standing(application('shop', declared), { kind: 'unknown', reason })]), []);
      }),
    );
  });

  it('is empty once it was carried out', () => {
    fc.assert(
      fc.property(fields(), fc.option(fields(), { nil: undefined }), (declared, registered) => {
        const shop = application('shop', declared);
        const before: Found = registered ? found(registered, '1') : { kind: 'absent' };
        const changes = plan([standing(shop, before)]);
        const after = changes.reduce<ApplicationFields>(
          (held, change) => ({ ...held, ...(change.kind === 'create' ? change.application.fields : change.fields) }),
          registered ?? {},
        );
        const nothingRegistered = changes.length === 0 && !registered;
        assert.deepEqual(plan([standing(shop, nothingRegistered ? before : found(after, '2'))]), []);
      }),
    );
  });

  it('tells whether another plan would send the same', () => {
    const shop = application('shop', { name: 'Shop' });
    const shown = plan([standing(shop, found({ name: 'shop' }, '7'))]);
    const cases: readonly [title: string, other: Standing, same: boolean][] = [
      ['nothing moved', standing(shop, found({ name: 'shop' }, '7')), true],
      ['the registration moved', standing(shop, found({ name: 'shop' }, '8')), false],
      [
        'the declaration moved',
        standing(application('shop', { name: 'The Shop' }), found({ name: 'shop' }, '7')),
        false,
      ],
      ['it became synced', standing(shop, found({ name: 'Shop' }, '7')), false],
      ['it is gone', standing(shop, { kind: 'absent' }), false],
    ];
    for (const [title, other, same] of cases) assert.equal(samePlan(shown, plan([other])), same, title);
  });
});

const everything: Capabilities = { fields: new Set(comparedFields.map(({ name }) => name)), writes: true };

const application = (key: string, declared: ApplicationFields): DeclaredApplication => ({
  key,
  clientId: key,
  urls: [],
  roleDescriptions: {},
  fields: declared,
});

const found = (registered: ApplicationFields, version: string): Found => ({
  kind: 'found',
  application: { clientId: 'shop', fields: registered, version, ours: true },
});

const standing = (declared: DeclaredApplication, at: Found): Standing => ({
  declared,
  found: at,
  status: compare(declared, at, everything),
});

function fields(): fc.Arbitrary<ApplicationFields> {
  const texts = fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 });
  return fc.record(
    {
      name: fc.string({ maxLength: 2 }),
      type: fc.constantFrom('web' as const, 'spa' as const),
      clientAuthentication: fc.constantFrom('none' as const, 'secret' as const),
      redirectUris: texts,
      roles: texts,
      grants: fc.array(fc.record({ group: fc.string({ maxLength: 2 }), role: fc.string({ maxLength: 2 }) })),
    },
    { requiredKeys: [] },
  );
}
