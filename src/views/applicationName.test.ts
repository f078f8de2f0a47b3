import assert from 'node:assert/strict';
import { applicationName } from './applicationName.ts';

describe('applicationName', () => {
  it('is the name, else the key, with nothing in it that hides', () => {
    assert.equal(applicationName({ key: 'shop', fields: { name: 'Shop' } }), 'Shop');
    assert.equal(applicationName({ key: 'shop', fields: {} }), 'shop');
    assert.equal(applicationName({ key: 'shop', fields: { name: 'Shop\u202e' } }), String.raw`Shop\u202e`);
  });
});
