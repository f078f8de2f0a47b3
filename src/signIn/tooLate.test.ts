import assert from 'node:assert/strict';
import { desktop } from '../../test/fakes/signInEdges.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { tooLate, type Waited } from './tooLate.ts';

const waited: Waited = {
  flow: 'loopback',
  timeoutMs: 300_000,
  host: desktop,
  redirectUri: 'http://127.0.0.1:7001/callback',
  clientId: 'app',
};

describe('tooLate', () => {
  const cases: readonly [flow: SignInFlow, redirectUri: string, message: RegExp, hints: readonly RegExp[]][] = [
    [
      'loopback',
      'http://127.0.0.1:7001/callback',
      /^The browser did not come back within 5 minutes\.$/,
      [/register http:\/\/127\.0\.0\.1:7001\/callback for the client app/, /HTTPS-only/, /pasting the address/],
    ],
    [
      'loopback',
      'http://localhost:7001/cb',
      /did not come back/,
      [/register http:\/\/localhost:7001\/cb for the client app\. /, /allow http for localhost/],
    ],
    [
      'uriHandler',
      'vscode://sso-toolkit.sso-toolkit/callback',
      /did not hand the answer to the editor/,
      [/register vscode:\/\/sso-toolkit\.sso-toolkit\/callback for the client app\. /, /another way/],
    ],
    ['pastedUrl', 'http://127.0.0.1:49817/callback', /No address was pasted/, [/register http:\/\/127\.0\.0\.1:49817/]],
    ['deviceCode', '', /The code was not used/, [/another way/]],
  ];
  for (const [flow, redirectUri, message, hints] of cases) {
    it(`I59 I60 ${flow} at ${redirectUri}: says what to register and which other way there is`, () => {
      const error = tooLate({ ...waited, flow, redirectUri });
      assert.equal(error.code, 'signIn.timeout');
      assert.match(error.message, message);
      for (const hint of hints) assert.match(error.hint ?? '', hint);
    });
  }

  it('H53 F35 names the forwarding that is needed where the browser may be on another machine', () => {
    const far = { ...desktop, runs: 'remote', atLoopback: true, ui: 'web' } as const;
    assert.match(tooLate({ ...waited, host: far }).hint ?? '', /forward port 7001 with the same number.*another way/);
    assert.doesNotMatch(tooLate(waited).hint ?? '', /forward/);
  });

  it('says how long it was, and nothing of an address that there was not', () => {
    const error = tooLate({ flow: 'loopback', timeoutMs: 30_000, host: desktop });
    assert.match(error.message, /within 30 seconds/);
    assert.doesNotMatch(error.hint ?? '', /register/);
    assert.doesNotMatch(tooLate({ ...waited, clientId: undefined }).hint ?? '', /undefined/);
  });
});
