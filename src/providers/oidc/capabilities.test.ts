import assert from 'node:assert/strict';
import { capabilities, type Verdict } from './capabilities.ts';

describe('capabilities', () => {
  const cases: readonly [id: string, metadata: Readonly<Record<string, unknown>>, verdict: Verdict][] = [
    ['codeFlow', { response_types_supported: ['code'] }, 'yes'],
    ['codeFlow', { response_types_supported: ['id_token'] }, 'no'],
    ['codeFlow', {}, 'unsaid'],
    ['pkce', { code_challenge_methods_supported: ['plain'] }, 'no'],
    ['pkce', {}, 'no'],
    ['issParameter', { authorization_response_iss_parameter_supported: 'true' }, 'no'],
    ['refresh', { grant_types_supported: ['authorization_code', 'refresh_token'] }, 'yes'],
    ['publicClients', { token_endpoint_auth_methods_supported: ['client_secret_basic'] }, 'no'],
    ['revocation', { revocation_endpoint: '' }, 'no'],
    ['revocation', { revocation_endpoint: 'https://id.example.com/revoke' }, 'yes'],
    ['backChannelLogout', { backchannel_logout_supported: true }, 'yes'],
    ['dpop', { dpop_signing_alg_values_supported: ['ES256'] }, 'yes'],
    ['asymmetricIdToken', { id_token_signing_alg_values_supported: ['HS256', 'none'] }, 'no'],
    ['asymmetricIdToken', { id_token_signing_alg_values_supported: ['EdDSA'] }, 'yes'],
  ];
  for (const [id, metadata, verdict] of cases) {
    it(`${id}, by ${JSON.stringify(metadata)}: ${verdict}`, () => {
      assert.equal(capabilities.find((row) => row.id === id)?.verdict(metadata), verdict);
    });
  }

  it('has each row once', () => {
    assert.equal(new Set(capabilities.map(({ id }) => id)).size, capabilities.length);
  });
});
