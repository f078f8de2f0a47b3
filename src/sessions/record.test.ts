import assert from 'node:assert/strict';
import { factsOf } from './facts.ts';
import { readRecord, type SessionRecord, written } from './record.ts';

/** As the first version of this product wrote it. */
const first = {
  version: 1,
  id: 'a',
  sequence: 3,
  environment: 'local',
  issuer: 'https://id.example',
  clientId: 'client',
  subject: 'alice',
  label: 'Alice Adams',
  scopes: ['openid'],
  grantedScopes: ['openid'],
  accessToken: 'access',
  idToken: 'id',
  refreshToken: 'refresh',
  receivedAt: 1,
  beganAt: 1,
  allowHttpOnLoopback: false,
};
const point = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ' };
const bindingKey = { alg: 'ES256', publicKey: point, privateKey: { ...point, d: 'ZA' } };

const read = (changes: Record<string, unknown>) => readRecord('session:a', JSON.stringify({ ...first, ...changes }));

function readable(changes: Record<string, unknown>): SessionRecord {
  const record = read(changes);
  assert.ok(typeof record === 'object');
  return record;
}

describe('session records', () => {
  it('F43 one of the version before is read: made by loopback, with no origin agreed to but the issuer’s own', () => {
    const record = readable({});
    assert.deepEqual([record.flow, record.origins, record.lostAt], ['loopback', [], undefined]);
    assert.deepEqual(readRecord('session:a', written(record)), record);
  });

  it('F40 keeps the key that tokens are bound to, and of it the facts say only that there is one', () => {
    const record = readable({ bindingKey, audience: 'https://orders.example' });
    assert.deepEqual(record.bindingKey, bindingKey);
    assert.equal(record.audience, 'https://orders.example');
    const [facts] = factsOf([record]);
    assert.equal(facts?.bound, true);
    assert.doesNotMatch(JSON.stringify(facts), /ZA|eA|refresh"|access/);
    assert.equal(factsOf([readable({})])[0]?.bound, false);
  });

  for (const [title, changes] of [
    ['a key that is none', { bindingKey: {} }],
    ['a key without its private part', { bindingKey: { ...bindingKey, privateKey: point } }],
    ['a key of another kind', { bindingKey: { ...bindingKey, alg: 'none' } }],
    ['an issuer that is no address', { issuer: 'id.example' }],
    ['a flow that there is not', { flow: 'carrier pigeon' }],
    ['an empty token', { accessToken: '' }],
    ['a time in words', { expiresAt: 'tomorrow' }],
    ['an origin that is no text', { origins: [1] }],
  ] as const) {
    it(`F43 T61 ${title} is damage, not a session`, () => {
      assert.equal(read(changes), 'damaged');
    });
  }
});
