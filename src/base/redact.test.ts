import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from './redact.ts';

describe('redact', () => {
  const cases: readonly [title: string, text: string, expected: string][] = [
    ['a query', 'GET http://127.0.0.1:1/callback?code=abc&state=d failed', 'GET http://127.0.0.1:1/callback?… failed'],
    ['a fragment', 'http://a/#access_token=abc', 'http://a/#…'],
    ['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl here', 'got … here'],
    ['a secret', 'secret 3f9bC0aa71d24e66b1d2', 'secret …'],
    ['a short value by its name', 'code=a1&state=b2 client_secret=c3', 'code=…&state=… client_secret=…'],
    ['a short value in JSON', '{"access_token": "a\\"b", "n": 1}', '{"access_token":"…", "n": 1}'],
    ['a header', 'Set-Cookie: sid=a1; Path=/\nDate: now', 'Set-Cookie: …\nDate: now'],
    ['a short token with its kind', 'sent Bearer a1.b2 there', 'sent Bearer … there'],
    ['a name and password', 'http://alice:geheim@id.example/x', 'http://…@id.example/x'],
    ['a padded value at the end of a sentence', 'sent abcdefghi/klmnopqrs/uvw==.', 'sent …'],
    ['a part of a path', 'https://id.example/t/3f9bC0aa71d24e66b1d2/token', 'https://id.example/t/…/token'],
    ['a percent-encoded value', 'sent 3f9bC0%2Baa71d24%2F66b1d2%3D%3D on', 'sent … on'],
    [
      'words',
      'OAUTH_RESPONSE_IS_NOT_CONFORM: the answer was not understood',
      'OAUTH_RESPONSE_IS_NOT_CONFORM: the answer was not understood',
    ],
    [
      'words about tokens',
      'Bearer tokens, DPoP (RFC 9449): a code is needed',
      'Bearer tokens, DPoP (RFC 9449): a code is needed',
    ],
    [
      'an origin with many digits, and a path with one',
      'POST https://x-5g4x9q7v2w6r-9400.app.github.dev/realms/acme2/protocol/openid-connect/token 200 5 ms',
      'POST https://x-5g4x9q7v2w6r-9400.app.github.dev/realms/acme2/protocol/openid-connect/token 200 5 ms',
    ],
    ['a path of files', 'src/localProvider/main is missing', 'src/localProvider/main is missing'],
    [
      'an origin and path',
      'http://127.0.0.1:9400/.well-known/openid-configuration',
      'http://127.0.0.1:9400/.well-known/openid-configuration',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(redact(text), expected);
    });
  }

  const bytes = (minLength: number, maxLength = minLength) =>
    fc.noBias(fc.uint8Array({ minLength, maxLength })).map((values) => Buffer.from(values));
  /** Runs of one letter are valid codes that nobody makes. */
  const isRandom = (text: string): boolean => new Set(text).size > 6;
  const credential = fc
    .oneof(
      bytes(16, 64).map((value) => value.toString('base64url')),
      bytes(10, 64).map((value) => value.toString('hex')),
      fc.uuid({ version: 4 }),
      fc
        .tuple(bytes(16, 40), bytes(32))
        .map(
          ([payload, signature]) =>
            `eyJhbGciOiJFUzI1NiJ9.${payload.toString('base64url')}.${signature.toString('base64url')}`,
        ),
      fc.oneof(bytes(16), bytes(32)).map((value) => value.toString('base64')),
      fc.oneof(bytes(16), bytes(32)).map((value) => encodeURIComponent(value.toString('base64'))),
    )
    .filter(isRandom);
  const place = fc.constantFrom<(value: string) => string>(
    (value) => value,
    (value) => ` ${value} `,
    (value) => `"${value}"`,
    (value) => `(${value})`,
    (value) => `Bearer ${value}`,
    (value) => `refresh_token=${value}&`,
    (value) => `{"unheard_of":"${value}"}`,
    (value) => ` https://id.example/a?b=${value} `,
    (value) => ` https://id.example/a#${value}`,
    (value) => ` https://id.example/codes/${encodeURIComponent(value)}/x`,
    (value) => ` vscode://a.b/c?code=${value}`,
    (value) => `Cookie: a=${value}`,
  );

  it('I58 T60 leaves nothing of a credential, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), credential, place, fc.string(), (before, value, put, after) => {
        const redacted = redact(`${before}${put(value)}${after}`);
        return !redacted.includes(value) && !redacted.includes(encodeURIComponent(value));
      }),
      { numRuns: 10_000 },
    );
  }).timeout(5_000);

  it('I58 takes no longer for a text that was made to take long', () => {
    const started = performance.now();
    for (const part of ['a.', '"code":"\\', 'cookie:', '//', 'a/', 'http://', '%2', 'bearer  ', '{"code" '])
      redact(part.repeat(20_000));
    assert.ok(performance.now() - started < 2_000);
  });
});
