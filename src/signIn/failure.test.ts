import assert from 'node:assert/strict';
import { SsoError } from '../base/ssoError.ts';
import { labelOf } from './account.ts';
import { asSignInFailure } from './failure.ts';

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

describe('labelOf', () => {
  it('prefers the name, then the address, the user name, the subject', () => {
    const claims = { sub: 's', preferred_username: 'u', email: 'e', name: 'n' };
    assert.equal(labelOf(claims), 'n');
    assert.equal(labelOf({ ...claims, name: ' ' }), 'e');
    assert.equal(labelOf({ ...claims, name: 5, email: undefined }), 'u');
    assert.equal(labelOf({ sub: 's' }), 's');
  });
});
