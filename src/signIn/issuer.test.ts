import assert from 'node:assert/strict';
import { parseIssuer } from './issuer.ts';

describe('parseIssuer', () => {
  const taken: readonly [text: string, issuer: string][] = [
    ['https://id.example.com', 'https://id.example.com'],
    [' https://id.example.com/realms/acme ', 'https://id.example.com/realms/acme'],
    ['https://id.example.com/', 'https://id.example.com/'],
    ['https://id.example.com/realms/acme/.well-known/openid-configuration', 'https://id.example.com/realms/acme'],
    ['https://id.example.com/.well-known/openid-configuration?x=1', 'https://id.example.com'],
    ['https://id.example.com/.well-known/oauth-authorization-server/acme', 'https://id.example.com/acme'],
  ];
  for (const [text, issuer] of taken) {
    it(`A3 takes ${text.trim()}`, () => {
      assert.equal(parseIssuer(text, false), issuer);
    });
  }

  const refused = [
    '',
    'id.example.com',
    'ftp://id.example.com',
    'javascript:alert(1)',
    'http://id.example.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://192.168.0.1',
    'https://user:password@id.example.com',
    'https://id.example.com?tenant=a',
    'https://id.example.com#a',
    'https://evil.example/\n\nVerified by your administrator.',
    'https://evil.example/\u202Etxt',
    'https://evil.example\\path',
    'https://169.254.169.254',
    'https://[::ffff:169.254.169.254]',
  ];
  for (const text of refused) {
    it(`A1 refuses ${text || 'nothing'}, also where http is allowed on loopback`, () => {
      assert.throws(() => parseIssuer(text, true), { code: 'issuer.invalid' });
    });
  }

  it('A1 takes http on a loopback host only where that is allowed', () => {
    for (const issuer of ['http://127.0.0.1:9400', 'http://localhost:9400', 'http://[::1]:9400/a']) {
      assert.equal(parseIssuer(issuer, true), issuer);
      assert.throws(() => parseIssuer(issuer, false), { code: 'issuer.invalid' });
    }
  });
});
