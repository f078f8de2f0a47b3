import assert from 'node:assert/strict';
import { redact } from './redact.ts';

describe('redact', () => {
  const cases: readonly [title: string, text: string, expected: string][] = [
    ['a query', 'GET http://127.0.0.1:1/callback?code=abc&state=d failed', 'GET http://127.0.0.1:1/callback?… failed'],
    ['a fragment', 'http://a/#access_token=abc', 'http://a/#…'],
    ['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl here', 'got … here'],
    ['a secret', 'secret 3f9bC0aa71d24e66b1d2', 'secret …'],
    [
      'words',
      'OAUTH_RESPONSE_IS_NOT_CONFORM: the answer was not understood',
      'OAUTH_RESPONSE_IS_NOT_CONFORM: the answer was not understood',
    ],
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
});
