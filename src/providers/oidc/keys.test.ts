import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { keySetFacts } from './keys.ts';

const rsaKey = (bits = 2048): object =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
const rsa = { ...rsaKey(), kid: 'a' };
const ec = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'b' };
const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
const example = {
  // RFC 7638, 3.1
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
};
const modulus = (bytes: number, first = 0xff): string =>
  Buffer.from([first, ...Array<number>(bytes - 1).fill(1)]).toString('base64url');

describe('keySetFacts', () => {
  const sets: readonly [title: string, keys: readonly unknown[], warnings: readonly string[]][] = [
    ['a good key', [rsa], []],
    ['none', [], ['noKeys']],
    ['entries that are no keys', [7, {}, null], ['noKeys']],
    ['keys without a name', [rsa, { ...rsa, kid: undefined }], ['withoutId']],
    ['more keys than anybody has', Array.from({ length: 51 }, (_, kid) => ({ ...rsa, kid: String(kid) })), ['tooMany']],
  ];
  for (const [title, keys, warnings] of sets) {
    it(`judges a set of ${title}`, async () => {
      assert.deepEqual((await keySetFacts({ keys }))?.warnings, warnings);
    });
  }

  const each: readonly [title: string, keys: readonly object[], flaws: readonly (readonly string[])[]][] = [
    ['good ones of every kind', [rsa, ec, ed25519, x25519], [[], [], [], []]],
    [
      'good ones for encryption',
      [
        { ...rsa, use: 'enc' },
        { ...ec, use: 'enc' },
      ],
      [[], []],
    ],
    ['one with its private part', [{ ...rsa, d: 'AQ' }, ec], [['private'], []]],
    ['one with a factor of its private part', [rsa, { ...rsaKey(), q: 'AQ' }], [[], ['private']]],
    ['a symmetric one', [{ kty: 'oct', k: 'AQ' }], [['symmetric']]],
    ['a short one', [{ ...rsaKey(1024), kid: 'short' }], [['weak']]],
    ["a library's development key", [{ ...rsa, kid: 'keystore-CHANGE-ME' }], [['wellKnown']]],
    ['two of one name', [rsa, { ...ec, kid: 'a' }, { ...ec, kid: 'c' }], [['sameId'], ['sameId'], []]],
    ['one without an exponent', [{ ...rsa, e: undefined }], [['damaged']]],
    ['one with a number as its modulus', [{ ...rsa, n: 7 }], [['damaged']]],
    ['a point that is not on its curve', [{ ...ec, y: modulus(32) }], [['damaged']]],
    ['an algorithm of another kind', [{ ...ec, alg: 'RS256' }], [['unknownKind']]],
    ['a kind that nobody knows', [{ kty: 'PQC', kid: 'z' }], [['unknownKind']]],
    ['a curve that is not known', [{ ...ec, crv: 'secp256k1' }], [['unknownKind']]],
    ['an algorithm that is not known', [{ ...rsa, alg: 'RSA1_5' }], [['unknownKind']]],
    [
      'a private, short and ill-named one',
      [{ ...rsaKey(1024), kid: 'a', d: 'AQ' }, rsa],
      [['private', 'weak', 'sameId'], ['sameId']],
    ],
  ];
  for (const [title, keys, flaws] of each) {
    it(`judges ${title}`, async () => {
      const facts = await keySetFacts({ keys });
      assert.deepEqual(
        facts?.keys.map((key) => key.flaws),
        flaws,
      );
    });
  }

  it('knows a key without a name by its thumbprint', async () => {
    const keys = [example, { ...example, kid: 'named' }, { ...example, e: undefined }];
    assert.deepEqual(
      (await keySetFacts({ keys }))?.keys.map(({ thumbprint }) => thumbprint),
      ['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', undefined, undefined],
    );
  });

  it('measures the modulus, leading zeros left out', async () => {
    const keys = [modulus(256), modulus(256, 0x40), modulus(257, 0), ''].map((n) => ({ ...rsa, n }));
    assert.deepEqual(
      (await keySetFacts({ keys }))?.keys.map(({ strength }) => strength),
      ['2048 bits', '2047 bits', '2041 bits', undefined],
    );
  });

  it('never repeats key material', async () => {
    assert.deepEqual(Object.keys((await keySetFacts({ keys: [{ ...rsa, d: 'secret', use: 'sig' }] }))?.keys[0] ?? {}), [
      'type',
      'strength',
      'use',
      'id',
      'flaws',
    ]);
  });

  for (const body of [undefined, null, [], {}, { keys: {} }]) {
    it(`takes ${JSON.stringify({ body })} for no key set`, async () => {
      assert.equal(await keySetFacts(body), undefined);
    });
  }
});
