import assert from 'node:assert/strict';
import { parse, type ParseError } from 'jsonc-parser';
import { decodeToken, type DecodedToken } from '../tokens/decode.ts';
import { sessionDocument, tokenDocument, tokenSummary } from './tokenDocument.ts';

const now = new Date('2026-11-24T06:00:00Z');
const seconds = now.getTime() / 1000;

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown, header: unknown = { alg: 'RS256' }, signature = 'c2ln'): DecodedToken =>
  decodeToken(`${encode(header)}.${encode(claims)}.${signature}`);

describe('tokenDocument', () => {
  it('T62 tells a token in words, and says first what may happen to the document', () => {
    const claims = {
      iss: 'https://id.example.com',
      exp: seconds + 3540,
      groups: ['sales', 'sales/leads'],
      hobby: 'go',
      nonce: 'n',
    };
    assert.equal(
      tokenDocument(jwt(claims), now),
      `// If this editor is attached to a chat, what stands here may be sent there.
// JWT that looks like an ID token: signed with RS256, signature not checked, expires in 59 minutes.
// Decoded on this machine: nothing was sent, looked up, logged or stored.

{
  "header": {
    // Algorithm that the token says it is signed or encrypted with (RFC 7515, 4.1.1)
    "alg": "RS256"
  },
  "claims": {
    // Issuer: the identity provider that made the token (RFC 7519, 4.1.1)
    "iss": "https://id.example.com",
    // Expires: 2026-11-24 06:59:00 UTC, in 59 minutes (RFC 7519, 4.1.4)
    "exp": ${String(seconds + 3540)},
    // Groups of the person (RFC 9068, 2.2.3.1)
    "groups": [
      "sales",
      "sales/leads"
    ],
    // Not a registered name: what it means is up to the issuer
    "hobby": "go",
    // Ties the ID token to the request that asked for it (OpenID Connect Core, 2)
    "nonce": "n"
  }
}
`,
    );
  });

  const lines: readonly [title: string, claims: object, line: string][] = [
    [
      'an expired token',
      { exp: seconds - 3 * 86_400 },
      '// Expired: 2026-11-21 06:00:00 UTC, 3 days ago (RFC 7519, 4.1.4)',
    ],
    ['a token that ends now', { exp: seconds }, '// Expired: 2026-11-24 06:00:00 UTC, now (RFC 7519, 4.1.4)'],
    [
      'a token of the past',
      { iat: seconds - 60 },
      '// Issued: 2026-11-24 05:59:00 UTC, 1 minute ago (RFC 7519, 4.1.6)',
    ],
    [
      'a token of the future',
      { nbf: seconds + 60 },
      '// Not valid before: 2026-11-24 06:01:00 UTC, in 1 minute, so not valid yet (RFC 7519, 4.1.5)',
    ],
    ['T26 a time beyond all dates', { exp: 1e308 }, '// - exp is so far away that it is no date'],
    ['T26 a negative time', { iat: -1 }, '// - iat lies before 1970'],
    ['T26 a time in a text', { exp: '1763967000' }, '// - exp has not the shape that its specification gives it'],
    ['a time in a text', { exp: '1763967000' }, '// Expires: this is no date (RFC 7519, 4.1.4)'],
    [
      'milliseconds',
      { exp: seconds * 1000 },
      '// - exp looks like milliseconds; it is meant in seconds, and so lies thousands of years ahead',
    ],
    ['a token without an end', {}, '// - Never expires: exp is missing'],
    [
      'groups that were left out',
      { _claim_names: { groups: 'src1' } },
      '// - The groups were left out (_claim_names): there are too many to fit, and the provider has to be asked for them',
    ],
    [
      'T22 distributed claims',
      { _claim_sources: {} },
      '// - Names places where more claims stand (_claim_sources): not followed',
    ],
    ['T25 a link', { a: '[x](command:y)' }, String.raw`  "a": "[x](command:y)"`],
    ['T25 bidi and zero-width characters', { a: '\u202Eb\u200B\u2066' }, String.raw`  "a": "\u202eb\u200b\u2066"`],
    [
      'T25 ANSI and a line break',
      { a: '\u001B[31m\n// b\u2028\u0085' },
      String.raw`  "a": "\u001b[31m\n// b\u2028\u0085"`,
    ],
    ['T25 characters beyond the basic plane', { a: '\u{E0041}' }, String.raw`  "a": "\udb40\udc41"`],
    ['T25 a hostile name', { 'a\u202E\n}': 1 }, String.raw`  "a\u202e\n}": 1`],
  ];
  for (const [title, claims, line] of lines) {
    it(`shows ${title}`, () => {
      assert.ok(
        tokenDocument(jwt(claims), now)
          .split('\n')
          .some((each) => each.replace(/,$/, '').trim() === line.trim()),
      );
    });
  }

  const headers: readonly [title: string, header: object, line: string][] = [
    ['T19 alg none', { alg: 'nOnE' }, '// - Unsigned (alg is none): anybody can have written it (RFC 8725, 3.2)'],
    [
      'T21 a key inside the token',
      { alg: 'RS256', jwk: {} },
      '// - A key inside the token (jwk): untrusted, whoever wrote the token can have put it there (RFC 8725, 3.10)',
    ],
    [
      'T22 an address of keys',
      { alg: 'RS256', jku: 'http://canary' },
      '// - An address of keys inside the token (jku): not followed (RFC 8725, 3.10)',
    ],
    [
      'T23 a path as the name of a key',
      { alg: 'RS256', kid: '../../dev/null' },
      '// - The name of the key (kid) is empty or looks like a path, command or query (RFC 8725, 3.10)',
    ],
  ];
  for (const [title, header, line] of headers) {
    it(`warns of ${title}`, () => {
      assert.ok(tokenDocument(jwt({}, header), now).split('\n').includes(line));
    });
  }

  it('shows what could be read of a broken token, and why it broke', () => {
    const document = tokenDocument(decodeToken(`${encode({ alg: 'ES256' })}.e30=.c2ln`), now);
    assert.match(document, /^\/\/ No valid JWT: its claims part is not exact base64url/m);
    assert.match(
      document,
      /\/\/ As far as the token could be read\n {2}"header": \{\n.*\n {4}"alg": "ES256"\n {2}\}\n\}\n$/,
    );
  });

  it('holds nothing of a text that is no JWT', () => {
    assert.doesNotMatch(tokenDocument(decodeToken('my-opaque-secret'), now), /opaque-secret/);
  });
});

describe('sessionDocument', () => {
  it('shows several tokens, each below its heading', () => {
    const document = sessionDocument(
      [
        { title: 'ID token', decoded: jwt({ sub: 'alice', exp: seconds - 1 }) },
        { title: 'Access token', decoded: decodeToken('opaque') },
      ],
      now,
    );
    assert.deepEqual(
      document.split('\n').filter((line) => /chat|JWT|^ {2}"/.test(line)),
      [
        '// If this editor is attached to a chat, what stands here may be sent there.',
        '  // JWT: signed with RS256, signature not checked, expired 1 second ago.',
        '  "ID token": {',
        '  // No JWT: an opaque token, whose meaning only its issuer can say (RFC 7662), or no token at all.',
        '  "Access token": null',
      ],
    );
  });

  it('is one JSON object, so that the editor finds nothing wrong with it', () => {
    const document = sessionDocument([{ title: 'ID "token"', decoded: jwt({ sub: 'a\nb' }) }], now);
    const errors: ParseError[] = [];
    const content: unknown = parse(document, errors);
    assert.deepEqual([errors, content], [[], { 'ID "token"': { header: { alg: 'RS256' }, claims: { sub: 'a\nb' } } }]);
  });
});

describe('tokenSummary', () => {
  const cases: readonly [decoded: DecodedToken, summary: string][] = [
    [
      jwt({ scope: 'a', exp: seconds + 1 }),
      'JWT that looks like an access token: signed with RS256, signature not checked, expires in 1 second.',
    ],
    [jwt({ exp: seconds }, undefined, ''), 'JWT: unsigned, so anybody can have written it, expired just now.'],
    [jwt({}, { alg: 'NONE' }), 'JWT: unsigned, so anybody can have written it, says no time at which it expires.'],
    [
      jwt({ exp: 'x' }, { alg: '[x](command:y)' }),
      'JWT: signed with an unknown algorithm, signature not checked, expires at no date that can be read.',
    ],
    [
      jwt({ nbf: seconds + 60, exp: seconds + 90 }),
      'JWT: signed with RS256, signature not checked, not valid yet, only in 1 minute.',
    ],
    [
      { kind: 'jwe', header: {} },
      'Encrypted token (JWE): only its header can be read without the key, and nothing was checked.',
    ],
  ];
  for (const [decoded, summary] of cases) {
    it(summary, () => {
      assert.equal(tokenSummary(decoded, now), summary);
    });
  }
});
