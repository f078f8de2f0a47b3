import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeToken, largestToken, type DecodedToken } from './decode.ts';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString(
    'base64url',
  );
const header = encode({ alg: 'RS256', kid: '1' });
const claims = encode({ sub: 'alice' });
const good = `${header}.${claims}.c2ln`;
const jwt = { kind: 'jwt', header: { alg: 'RS256', kid: '1' }, claims: { sub: 'alice' }, signed: true };
const withClaims = (content: string | Buffer): string => `${header}.${encode(content)}.c2ln`;

describe('decodeToken', () => {
  const wrapped: readonly [title: string, text: string][] = [
    ['bare', good],
    ['between white space', `\n\t ${good} \r\n`],
    ['in double quotes', `"${good}"`],
    ['in backquotes, with a comma', `\`${good}\`,`],
    ['after Bearer', `Bearer ${good}`],
    ['after DPoP in lower case', `dpop  ${good}`],
    ['as a header line', `Authorization: Bearer ${good}\r\n`],
    ['as an option of curl', `-H "Authorization: Bearer ${good}"`],
    ['as a member of an answer', `"access_token": "${good}",`],
    ['as a form field', `id_token=${good}`],
    ['alone in a line of a log', `2026-11-24 GET /orders (Bearer ${good}) 200`],
  ];
  for (const [title, text] of wrapped) {
    it(`unwraps a token ${title}`, () => {
      assert.deepEqual(decodeToken(text), jwt);
    });
  }

  for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
    it(`T19 calls alg ${alg} unsigned, with and without a signature`, () => {
      for (const signature of ['', 'c2ln']) {
        const decoded = decodeToken(`${encode({ alg })}.${claims}.${signature}`);
        assert.deepEqual(decoded, { kind: 'jwt', header: { alg }, claims: { sub: 'alice' }, signed: false });
      }
    });
  }

  it('T19 calls a blank signature unsigned, whatever the algorithm', () => {
    assert.deepEqual(decodeToken(`${header}.${claims}.`), { ...jwt, signed: false });
  });

  it('reads only the header of an encrypted token', () => {
    const jwe = encode({ alg: 'dir', enc: 'A256GCM' });
    assert.deepEqual(decodeToken(`${jwe}..aXY.Y3Q.dGFn`), { kind: 'jwe', header: { alg: 'dir', enc: 'A256GCM' } });
  });

  const opaque: readonly [text: string, reason: string][] = [
    ['', 'empty'],
    ['  ""  ', 'empty'],
    ['8f0c3a5e-7a30-4bd8-9d0c-1f2e3d4c5b6a', 'notJose'],
    ['www.example.com', 'notJose'],
    [`two tokens: ${good} ${good}`, 'notJose'],
    ['{"alg":"none"}', 'notJose'],
    ['Authorization: Basic YTpi', 'basicCredentials'],
  ];
  for (const [text, reason] of opaque) {
    it(`calls ${JSON.stringify(text)} no JWT: ${reason}`, () => {
      assert.deepEqual(decodeToken(text), { kind: 'opaque', reason });
    });
  }

  const invalid: readonly [title: string, text: string, reason: string, where: string][] = [
    ['a header alone', header, 'wrongPartCount', 'token'],
    ['two parts', `${header}.${claims}`, 'wrongPartCount', 'token'],
    ['four parts', `${good}.x`, 'wrongPartCount', 'token'],
    ['T24 1 000 000 dots', `eyJ${'.'.repeat(1_000_000)}`, 'wrongPartCount', 'token'],
    ['T24 10 MB', `${good}${'A'.repeat(10_000_000)}`, 'tooLarge', 'token'],
    ['a header cut short', `${header.slice(0, 8)}.${claims}.c2ln`, 'notJson', 'header'],
    ['padding', `${header}.${claims}.c2lnbg==`, 'notBase64url', 'signature'],
    ['the other alphabet', `${header}.${claims}.a+/b`, 'notBase64url', 'signature'],
    ['a letter that Node takes for an A', `${header}.${claims}.c2lnŁw`, 'notBase64url', 'signature'],
    ['a line break inside', `${header}.${claims.slice(0, 4)}\n${claims.slice(4)}.c2ln`, 'notBase64url', 'claims'],
    ['stray bits at the end', `${header}.${claims}.c2lnbh`, 'notBase64url', 'signature'],
    ['a length that no bytes have', `${header}.${claims}.c2lnb`, 'notBase64url', 'signature'],
    [
      'bytes that are no UTF-8',
      withClaims(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
      'notUtf8',
      'claims',
    ],
    ['a byte order mark', withClaims('\uFEFF{}'), 'notJson', 'claims'],
    ['text', withClaims('hello'), 'notJson', 'claims'],
    ['no claims', `${header}..c2ln`, 'notJson', 'claims'],
    ['a list', withClaims('[1]'), 'notObject', 'claims'],
    ['null', withClaims('null'), 'notObject', 'claims'],
    ['T26 a claim twice', withClaims('{"sub":"a","sub":"b"}'), 'duplicateMember', 'claims'],
    ['T26 a claim twice, once by escapes', withClaims('{"sub":"a","s\\u0075b":"b"}'), 'duplicateMember', 'claims'],
    ['T26 a member twice below', withClaims('{"act":[{"a":1,"a":1}]}'), 'duplicateMember', 'claims'],
    ['T26 alg twice', `${encode('{"alg":"none","alg":"RS256"}')}.${claims}.c2ln`, 'duplicateMember', 'header'],
    ['T24 100 000 levels', withClaims(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'tooDeep', 'claims'],
    ['an encrypted token with a broken tag', `${header}..aXY.Y3Q.d=`, 'notBase64url', 'authentication tag'],
  ];
  for (const [title, text, reason, where] of invalid) {
    it(`says what is wrong with ${title}`, () => {
      const decoded = decodeToken(text);
      assert.equal(decoded.kind, 'invalid');
      assert.deepEqual([decoded.reason, decoded.where], [reason, where]);
    });
  }

  it('keeps the header it could read, and says where the first stray character is', () => {
    assert.deepEqual(decodeToken(`${header}.ey J.c2ln`), {
      kind: 'invalid',
      reason: 'notBase64url',
      where: 'claims',
      at: header.length + 3,
      header: { alg: 'RS256', kid: '1' },
    });
  });

  it('T26 keeps __proto__ and constructor as what they are, and pollutes nothing', () => {
    const decoded = decodeToken(withClaims('{"__proto__":{"admin":true},"constructor":1,"exp":1e308}'));
    assert.equal(decoded.kind, 'jwt');
    assert.deepEqual(Object.keys(decoded.claims), ['__proto__', 'constructor', 'exp']);
    assert.equal(Reflect.get({}, 'admin'), undefined);
    assert.equal(decoded.claims['admin'], undefined);
  });

  it('T22 T23 T28 asks nobody: neither jku, nor x5u, nor kid is followed', () => {
    const hostile = { alg: 'RS256', jku: 'http://127.0.0.1:9', x5u: 'http://127.0.0.1:9', kid: '|sleep 10' };
    const { fetch } = globalThis;
    const requests: unknown[] = [];
    globalThis.fetch = (address) => Promise.reject(new Error(String(requests.push(address))));
    try {
      assert.equal(decodeToken(`${encode(hostile)}.${claims}.c2ln`).kind, 'jwt');
    } finally {
      globalThis.fetch = fetch;
    }
    assert.deepEqual(requests, []);
  });

  it('T24 answers the largest token within a second', () => {
    const started = performance.now();
    const text = withClaims(JSON.stringify({ a: '"'.repeat(380_000) }));
    assert.ok(text.length > 1_000_000 && text.length <= largestToken);
    assert.equal(decodeToken(text).kind, 'jwt');
    assert.ok(performance.now() - started < 1000);
  });

  const kinds: readonly DecodedToken['kind'][] = ['jwt', 'jwe', 'opaque', 'invalid'];
  const partLike = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map(encode),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.constantFrom(header, claims, 'eyJ', 'e30', ''),
  );
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(partLike, { maxLength: 7 }), (parts) => kinds.includes(decodeToken(parts.join('.')).kind)),
      { numRuns: 10_000 },
    );
  });

  it('reads back every header and claims that were written', () => {
    // Without backslashes: JSON.parse of V8 13.6 takes the name `"` for `\\` when it has met that one at the same place.
    const value = fc.jsonValue({ maxDepth: 5 }).filter((any) => !JSON.stringify(any).includes('\\'));
    const object = fc
      .dictionary(fc.stringMatching(/^[^"\\]*$/), value)
      .map((members) => ({ alg: 'ES256', ...members }));
    fc.assert(
      fc.property(object, object, (written, stated) => {
        const decoded = decodeToken(`${encode(written)}.${encode(stated)}.c2ln`);
        assert.equal(decoded.kind, 'jwt');
        assert.equal(JSON.stringify(decoded.header), JSON.stringify(written));
        assert.equal(JSON.stringify(decoded.claims), JSON.stringify(stated));
      }),
    );
  });
});
