import assert from 'node:assert/strict';
import { SsoError } from '../base/ssoError.ts';
import { labelOf } from './account.ts';
import { asSignInFailure, plain } from './failure.ts';

describe('asSignInFailure', () => {
  it('finds our own error in what the library wrapped', () => {
    const ours = new SsoError('http.timeout', { message: 'late' });
    assert.equal(
      asSignInFailure(new Error('a', { cause: new Error('b', { cause: ours }) }), 'https://id.example'),
      ours,
    );
  });

  it('leaves a defect what it is', () => {
    const defect = new TypeError('x is not a function');
    assert.equal(asSignInFailure(defect, 'https://id.example'), defect);
  });
});

describe('plain', () => {
  const cases: readonly [text: string, line: string | undefined][] = [
    ['Not assigned.', 'Not assigned.'],
    ['  one\r\n\ttwo\u0000 ', 'one two'],
    ['a\u202eb\u200bc\u001b[31m', 'a b c [31m'],
    [' \u200b ', undefined],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
  ];
  for (const [text, line] of cases) {
    it(`makes one harmless line of ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(plain(text), line);
    });
  }
});

describe('labelOf', () => {
  it('prefers the name, then the address, the user name, the subject', () => {
    const claims = { sub: 's', preferred_username: 'u', email: 'e', name: 'n' };
    assert.equal(labelOf(claims), 'n');
    assert.equal(labelOf({ ...claims, name: ' ' }), 'e');
    assert.equal(labelOf({ ...claims, name: 5, email: undefined }), 'u');
    assert.equal(labelOf({ sub: 's' }), 's');
  });
});
