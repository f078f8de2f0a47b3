import assert from 'node:assert/strict';
import { hasShape, tokenPurpose, type ValueShape } from './claims.ts';

describe('tokenPurpose', () => {
  const logout = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const cases: readonly [header: object, claims: object, purpose: string | undefined][] = [
    [{ typ: 'at+jwt' }, {}, 'access token'],
    [{ typ: 'application/AT+JWT' }, { nonce: 'n' }, 'access token'],
    [{ typ: 'JWT' }, { nonce: 'n' }, 'ID token'],
    [{}, { at_hash: 'h', scope: 'openid' }, 'ID token'],
    [{}, { scope: 'openid' }, 'access token'],
    [{}, { scp: ['a'] }, 'access token'],
    [{ typ: 'logout+jwt' }, {}, 'logout token'],
    [{}, { events: logout, sub: 'a' }, 'logout token'],
    [{ typ: 'dpop+jwt' }, {}, 'DPoP proof'],
    [{}, { iss: 'a', sub: 'a', aud: 'b', jti: '1' }, 'client assertion'],
    [{}, { typ: 'Bearer' }, 'access token'],
    [{ typ: 7 }, { events: null }, undefined],
  ];
  for (const [header, claims, purpose] of cases) {
    it(`${JSON.stringify(header)} ${JSON.stringify(claims)}: ${purpose ?? 'nothing known'}`, () => {
      assert.equal(tokenPurpose({ ...header }, { ...claims }), purpose);
    });
  }
});

describe('hasShape', () => {
  const cases: readonly [shape: ValueShape, right: readonly unknown[], wrong: readonly unknown[]][] = [
    ['text', ['', 'a'], [1, null, ['a']]],
    ['time', [0, 1.5, -1], ['1', null]],
    ['texts', [[], ['a']], ['a', [1]]],
    ['textOrTexts', ['a', ['a']], [{}, [1]]],
    ['boolean', [true], ['true', 1]],
    ['object', [{}], [[], null, 'a']],
    ['any', [null, 1], []],
  ];
  for (const [shape, right, wrong] of cases) {
    it(shape, () => {
      assert.deepEqual(
        [...right, ...wrong].map((value) => hasShape(value, shape)),
        [...right.map(() => true), ...wrong.map(() => false)],
      );
    });
  }
});
