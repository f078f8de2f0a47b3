import assert from 'node:assert/strict';
import { type ErrorCode, SsoError } from '../base/ssoError.ts';
import { errorLine, errorText } from './errorText.ts';

describe('errorText', () => {
  it('says what happened and what to do', () => {
    const error = new SsoError('localProvider.portTaken', { message: 'Port 9400 is taken.', hint: 'Use another.' });
    assert.deepEqual(errorText(error), { message: 'Port 9400 is taken. Use another.', tone: 'failure' });
  });

  it('is quiet about what the person did on purpose', () => {
    assert.equal(errorText(new SsoError('operation.cancelled', { message: 'Cancelled.' })).tone, 'silent');
    assert.equal(errorText(new SsoError('signIn.denied', { message: 'Declined.' })).tone, 'chosen');
  });

  const failures: readonly ErrorCode[] = [
    'browser.notOpened',
    'http.answerInvalid',
    'http.refused',
    'http.timeout',
    'http.tooLarge',
    'http.unreachable',
    'issuer.invalid',
    'issuer.mismatch',
    'issuer.unconfirmed',
    'signIn.answerInvalid',
    'signIn.clock',
    'signIn.endpointRefused',
    'signIn.flowUnavailable',
    'signIn.notRegistered',
    'signIn.portUnavailable',
    'signIn.refused',
    'signIn.timeout',
  ];
  it('I59 shows every way in which a sign-in fails as a failure, which has Show Log beside it', () => {
    for (const code of failures) assert.equal(errorText(new SsoError(code, { message: 'x' })).tone, 'failure', code);
  });

  const hostile: readonly [said: string, shown: string][] = [
    ['[Open](CoMmAnD:workbench.action.terminal.new)', 'Open CoMmAnD:workbench.action.terminal.new'],
    ['![](http://evil.example/x.png)', '! http://evil.example/x.png'],
    ['<a href="command:x">y</a>', 'a href="command:x" y /a'],
    ['safe\u202Eevil', 'safe evil'],
    ['line\r\nSet-Cookie: a=b', 'line Set-Cookie: a=b'],
  ];
  for (const [said, shown] of hostile) {
    it(`T41 shows ${JSON.stringify(said)} as text`, () => {
      const error = new SsoError('signIn.refused', { message: 'Refused.', quoted: said });
      assert.equal(errorText(error).message, `Refused. The provider says: "${shown}".`);
    });
  }

  it('quotes nobody who said nothing that can be shown', () => {
    const error = new SsoError('signIn.refused', { message: 'Refused.', quoted: '\u200b[]...', hint: 'Try again.' });
    assert.equal(errorText(error).message, 'Refused. Try again.');
  });

  it('makes no link, command or icon of a name in our own sentence', () => {
    const name = '[Free](command:workbench.action.terminal.new) $(bug)\u202e';
    const error = new SsoError('declaration.absent', { message: `No address of ${name}.`, hint: `Add ${name}.` });
    const shown = String.raw`[Free] (command:workbench.action.terminal.new) $ (bug)\u202e`;
    assert.equal(errorText(error).message, `No address of ${shown}. Add ${shown}.`);
  });

  it('keeps the lines of a result', () => {
    const error = new SsoError('apply.incomplete', { message: '0 of 1 change applied.\nShop: no.' });
    assert.equal(errorText(error).message, '0 of 1 change applied.\nShop: no.');
  });

  it('keeps what a defect says out of sight, and names it in the log', () => {
    const defect = new TypeError('x is undefined');
    assert.equal(errorText(defect).message, 'Something went wrong inside SSO Toolkit. The log has the details.');
    assert.equal(errorLine(defect), 'TypeError: x is undefined');
  });

  it('T60 logs the chain of causes without credentials', () => {
    const cause = new Error('GET http://127.0.0.1/callback?code=geheim123456789012345 failed');
    const error = new SsoError('signIn.refused', { message: 'Refused.', cause });
    assert.equal(errorLine(error), 'signIn.refused: Refused. <- Error: GET http://127.0.0.1/callback?… failed');
  });
});
