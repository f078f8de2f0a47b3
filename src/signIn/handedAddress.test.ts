import assert from 'node:assert/strict';
import { handedAddress } from './handedAddress.ts';

const parts = (query: string) => ({
  scheme: 'vscode',
  authority: 'sso-toolkit.sso-toolkit',
  path: '/callback',
  query,
});

describe('handedAddress', () => {
  const values = ['plain-1._~', 'a+b', 'a%2Bb', '100%', 'a=b==', 'a#b', 'ä ö', 'https://id.example.com/realms/acme?x'];

  it('H57 B11 brings every value back as the provider sent it, whether the editor decoded the query or not', () => {
    for (const value of values) {
      const sent = new URLSearchParams({ code: value, state: 's' }).toString();
      const decodedOnce = `code=${value}&state=s`;
      for (const [query, ui] of [
        [sent, 'web'],
        [decodedOnce, 'desktop'],
      ] as const) {
        const address = new URL(handedAddress(parts(query), ui) ?? '');
        assert.deepEqual(
          [...address.searchParams],
          [...Object.entries({ code: value, state: 's' })],
          `${ui}: ${value}`,
        );
        assert.equal(
          `${address.protocol}//${address.host}${address.pathname}`,
          'vscode://sso-toolkit.sso-toolkit/callback',
        );
      }
    }
  });

  it('reads the blanks of a description', () => {
    const address = new URL(handedAddress(parts('error=x&error_description=Not+for+you'), 'desktop') ?? '');
    assert.equal(address.searchParams.get('error_description'), 'Not for you');
  });

  it('T18 never throws, and drops what is too long', () => {
    for (const query of ['', '&&', '=', '\ud800', '%', '?=?', 'x'.repeat(60_000)]) {
      assert.equal(typeof handedAddress(parts(query), 'desktop'), 'string');
    }
    assert.equal(handedAddress(parts(''), 'desktop'), 'vscode://sso-toolkit.sso-toolkit/callback');
    assert.equal(handedAddress(parts('x'.repeat(1_000_000)), 'desktop'), undefined);
    assert.equal(handedAddress({ ...parts(''), path: 'x'.repeat(1_000_000) }, 'web'), undefined);
  });
});
