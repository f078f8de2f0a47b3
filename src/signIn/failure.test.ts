import assert from 'node:assert/strict';
import { SsoError } from '../base/ssoError.ts';
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
