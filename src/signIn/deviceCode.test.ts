import assert from 'node:assert/strict';
import type { DeviceAuthorizationResponse } from 'openid-client';
import { deviceCodeOf } from './deviceCode.ts';

const issuer = 'https://id.example.com';
const now = new Date('2026-03-01T09:00:00Z');
const answer: DeviceAuthorizationResponse = {
  device_code: 'secret',
  user_code: ' WDJB-MJHT ',
  verification_uri: `${issuer}/activate`,
  verification_uri_complete: `${issuer}/activate?user_code=WDJB-MJHT`,
  expires_in: 600,
};

describe('deviceCodeOf', () => {
  it('H56 is what the provider said, with a time at which it ends', () => {
    assert.deepEqual(deviceCodeOf(answer, { issuer, origins: [], now }), {
      userCode: 'WDJB-MJHT',
      verificationUri: `${issuer}/activate`,
      verificationUriComplete: `${issuer}/activate?user_code=WDJB-MJHT`,
      expiresAt: new Date('2026-03-01T09:10:00Z'),
    });
  });

  it('H56 lives no longer than half an hour, whatever the provider says', () => {
    assert.deepEqual(
      deviceCodeOf({ ...answer, expires_in: 1e12 }, { issuer, origins: [], now }).expiresAt,
      new Date('2026-03-01T09:30:00Z'),
    );
  });

  const codes: readonly [title: string, code: string][] = [
    ['empty', ' '],
    ['long', 'x'.repeat(65)],
    ['of two lines', 'a\nb'],
    ['with hidden characters', 'a\u200bb'],
    ['that runs the other way', 'a\u202eb'],
    ['with a filler', 'a\u3164b'],
    ['that is a link', '[x](command:y)'],
  ];
  for (const [title, user_code] of codes) {
    it(`H56 T16 takes no code ${title}`, () => {
      assert.throws(() => deviceCodeOf({ ...answer, user_code }, { issuer, origins: [], now }), {
        code: 'signIn.answerInvalid',
      });
    });
  }

  const pages: readonly string[] = [
    'javascript:alert(1)',
    'command:workbench.action.terminal.new',
    'file:///etc/passwd',
    'vscode://a.b/c',
    'http://id.example.com/activate',
    'https://127.0.0.1/activate',
    'https://169.254.169.254/activate',
    'https://alice:secret@id.example.com/activate',
    'go there',
    `${issuer}/${'x'.repeat(3000)}`,
  ];
  for (const page of pages) {
    it(`T16 H56 sends nobody to ${page.slice(0, 50)}`, () => {
      const named = { ...answer, verification_uri: page };
      assert.throws(() => deviceCodeOf(named, { issuer, origins: [], now }), { code: 'signIn.endpointRefused' });
      const completed = deviceCodeOf({ ...answer, verification_uri_complete: page }, { issuer, origins: [], now });
      assert.equal(completed.verificationUriComplete, undefined);
    });
  }

  it('T16 leads to no other page than the one that the person is told of', () => {
    const other = deviceCodeOf(
      { ...answer, verification_uri_complete: 'https://evil.example/x' },
      { issuer, origins: [], now },
    );
    assert.equal(other.verificationUriComplete, undefined);
    const elsewhere = deviceCodeOf(
      { ...answer, verification_uri: 'https://example.com/device' },
      { issuer, origins: [], now },
    );
    assert.deepEqual(
      [elsewhere.verificationUri, elsewhere.verificationUriComplete],
      ['https://example.com/device', undefined],
    );
  });

  it('H56 T17 a page of somebody else is told apart, and nobody is led there with the code filled in', () => {
    const passedOn = {
      ...answer,
      verification_uri: 'https://other.example/device',
      verification_uri_complete: 'https://other.example/device?code=x',
    };
    const told = deviceCodeOf(passedOn, { issuer, origins: [], now });
    assert.deepEqual(told.elsewhere, { page: 'https://other.example', provider: new URL(issuer).origin });
    assert.equal(told.verificationUriComplete, undefined);
    const agreed = deviceCodeOf(passedOn, { issuer, origins: ['https://other.example'], now });
    assert.deepEqual(
      [agreed.elsewhere, agreed.verificationUriComplete],
      [undefined, 'https://other.example/device?code=x'],
    );
  });

  it('A1 T16 takes http for a provider on this machine that uses it itself', () => {
    const local = { ...answer, verification_uri: 'http://127.0.0.1:9400/device' };
    assert.equal(
      deviceCodeOf(local, { issuer: 'http://127.0.0.1:9400', origins: [], now }).verificationUri,
      'http://127.0.0.1:9400/device',
    );
  });
});
