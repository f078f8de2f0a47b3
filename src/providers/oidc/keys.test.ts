import assert from 'node:assert/strict';
import { keySetFacts } from './keys.ts';

const modulus = (bytes: number, first = 0xff): string =>
  Buffer.from([first, ...Array<number>(bytes - 1).fill(1)]).toString('base64url');
const rsa = { kty: 'RSA', n: modulus(256), kid: 'a' };

describe('keySetFacts', () => {
  const sets: readonly [title: string, keys: readonly unknown[], warnings: readonly string[]][] = [
    ['a good key', [rsa], []],
    ['none', [], ['noKeys']],
    ['entries that are no keys', [7, {}, null], ['noKeys']],
    ['a private key', [{ ...rsa, d: 'AQ' }], ['private']],
    ['a symmetric key', [{ kty: 'oct', k: 'AQ' }], ['symmetric']],
    ['a short key', [{ ...rsa, n: modulus(128) }], ['weak']],
    ['keys without a name', [rsa, { ...rsa, kid: undefined }], ['withoutId']],
    ['two keys of one name', [rsa, rsa], ['sameId']],
    ["a library's development key", [{ ...rsa, kid: 'keystore-CHANGE-ME' }], ['wellKnown']],
    ['more keys than anybody has', Array.from({ length: 51 }, (_, kid) => ({ ...rsa, kid: String(kid) })), ['tooMany']],
  ];
  for (const [title, keys, warnings] of sets) {
    it(`judges ${title}`, () => {
      assert.deepEqual(keySetFacts({ keys })?.warnings, warnings);
    });
  }

  it('measures the modulus, leading zeros left out', () => {
    const strength = (n: string) => keySetFacts({ keys: [{ ...rsa, n }] })?.keys[0]?.strength;
    assert.deepEqual([modulus(256), modulus(256, 0x40), modulus(257, 0), ''].map(strength), [
      '2048 bits',
      '2047 bits',
      '2041 bits',
      undefined,
    ]);
  });

  it('never repeats key material', () => {
    assert.deepEqual(Object.keys(keySetFacts({ keys: [{ ...rsa, d: 'secret', use: 'sig' }] })?.keys[0] ?? {}), [
      'type',
      'strength',
      'use',
      'id',
    ]);
  });

  for (const body of [undefined, null, [], {}, { keys: {} }]) {
    it(`takes ${JSON.stringify({ body })} for no key set`, () => {
      assert.equal(keySetFacts(body), undefined);
    });
  }
});
