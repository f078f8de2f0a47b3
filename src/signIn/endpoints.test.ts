import assert from 'node:assert/strict';
import { checkEndpoints, foreignOrigins } from './endpoints.ts';

describe('checkEndpoints', () => {
  const cases: readonly [issuer: string, endpoint: string, accepted: boolean][] = [
    ['https://id.example', 'https://id.example/token', true],
    ['https://id.example', 'https://tokens.example/token', true],
    ['https://id.example', 'http://id.example/token', false],
    ['https://id.example', 'https://127.0.0.1/token', false],
    ['https://id.example', 'http://localhost/token', false],
    ['https://id.example', 'https://169.254.169.254/', false],
    ['https://id.example', 'https://[fe80::1]/', false],
    ['https://id.example', 'https://[::ffff:169.254.169.254]/', false],
    ['https://id.example', 'https://[fd00:ec2::254]/', false],
    ['https://id.example', 'https://[::ffff:127.0.0.1]/', false],
    ['https://id.example', 'https://0.0.0.0/', false],
    ['https://id.example', 'https://[::]/', false],
    ['https://id.example', 'https://localhost./', false],
    ['https://id.example', 'https://user:password@id.example/', false],
    ['https://id.example', 'javascript:alert(1)', false],
    ['https://id.example', '/token', false],
    ['http://127.0.0.1:9400', 'http://127.0.0.1:9400/token', true],
    ['http://127.0.0.1:9400', 'http://localhost:9400/token', true],
    ['http://127.0.0.1:9400', 'https://id.example/token', true],
    ['http://127.0.0.1:9400', 'http://lan-host/token', false],
    ['http://127.0.0.1:9400', 'command:x', false],
  ];
  for (const [issuer, endpoint, accepted] of cases) {
    it(`T16 T17 ${accepted ? 'takes' : 'refuses'} ${endpoint} of ${issuer}`, () => {
      for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint']) {
        const check = (): void => {
          checkEndpoints(issuer, { issuer, [name]: endpoint });
        };
        if (accepted) assert.doesNotThrow(check);
        else assert.throws(check, { code: 'signIn.endpointRefused' });
      }
    });
  }

  it('T17 names every foreign origin once', () => {
    const metadata = {
      issuer: 'https://id.example',
      token_endpoint: 'https://tokens.example/a',
      jwks_uri: 'https://tokens.example/b',
      userinfo_endpoint: 'https://api.example/me',
      authorization_endpoint: 'https://id.example/authorize',
    };
    assert.deepEqual(foreignOrigins('https://id.example', metadata), ['https://api.example', 'https://tokens.example']);
  });
});
