import assert from 'node:assert/strict';
import { SsoError } from '../base/ssoError.ts';
import type { Change } from '../sync/plan.ts';
import { changeTitle, planDocument, planQuestion, planText, resultText } from './planText.ts';

const create: Change = {
  kind: 'create',
  application: { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: { name: 'Shop' } },
  differences: [
    { field: 'Name', declared: 'Shop', registered: '' },
    { field: 'Redirect URIs', declared: 'http://a\nhttp://b', registered: '' },
    { field: 'Roles', declared: '', registered: '' },
  ],
};
const update: Change = {
  kind: 'update',
  application: { key: 'orders', clientId: 'orders', urls: [], roleDescriptions: {}, fields: {} },
  fields: { type: 'api', roles: ['clerk'] },
  expectedVersion: '7',
  differences: [
    { field: 'Type', declared: 'api', registered: 'web' },
    { field: 'Roles', declared: 'clerk', registered: 'boss\nclerk' },
    { field: 'Audience', declared: 'https://o', registered: '' },
  ],
  ours: false,
};

describe('planText', () => {
  it('shows what would be sent, value by value', () => {
    assert.equal(
      planText([create, update]),
      `Register Shop
  Name: Shop
  Redirect URIs: http://a
  Redirect URIs: http://b

Update orders
  This registration was made elsewhere.
  Type: web becomes api
  Roles: take away boss
  Audience: add https://o`,
    );
  });

  it('counts', () => {
    assert.deepEqual(
      [planQuestion([create], 'local'), planQuestion([create, update], 'local')],
      ['Apply 1 change to local?', 'Apply 2 changes to local?'],
    );
    assert.equal(changeTitle(update), 'Update orders');
  });

  it('lets no registered value pose as a line of the plan', () => {
    const differences = [{ field: 'Name', declared: 'Shop', registered: 'x\u2028Register evil\u202e' }] as const;
    assert.equal(planText([{ ...update, differences, ours: true }]).split(/\n|\u2028/).length, 2);
    assert.ok(!planText([{ ...update, differences }]).includes('\u202e'));
  });

  it('is a document whose values are text', () => {
    const differences = [{ field: 'Name', declared: '[x](command:evil)', registered: '<b>' }] as const;
    const document = planDocument([{ ...update, differences }], 'local');
    assert.match(document, /^# Plan for local\n\n1 change to apply/);
    assert.ok(!/\]\(|<b>/.test(document), document);
    assert.equal(planDocument([], 'local'), '# Plan for local\n\nNothing to apply.\n');
  });

  it('lets nothing in a failure pose as another line, nor act', () => {
    const error = new SsoError('secret.notStored', { message: 'x\n2 of 2 changes applied. [y](command:evil)' });
    const result = resultText([{ change: update, outcome: { kind: 'failed', error } }]);
    assert.deepEqual(result.split('\n').slice(1), [
      String.raw`orders: x\u000a2 of 2 changes applied. [y] (command:evil)`,
    ]);
  });

  it('says what became of each change', () => {
    const error = new SsoError('plan.outdated', { message: 'It was changed in the meantime.' });
    assert.equal(
      resultText([
        { change: create, outcome: { kind: 'done' } },
        { change: update, outcome: { kind: 'failed', error } },
        { change: create, outcome: { kind: 'unsettled' } },
        { change: create, outcome: { kind: 'notTried' } },
      ]),
      `1 of 4 changes applied.
orders: It was changed in the meantime.
Shop: cancelled while the provider was being asked; it may have been changed.
Shop: not tried, because it was cancelled before.`,
    );
  });
});
