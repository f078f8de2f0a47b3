import assert from 'node:assert/strict';
import { sameScopes } from './scopes.ts';

describe('scopes', () => {
  it('G47 compares without order and repetition, and leaves the lists as they are', () => {
    const asked = Object.freeze(['profile', 'openid', 'profile']);
    assert.ok(sameScopes(asked, ['openid', 'profile']));
    assert.ok(!sameScopes(asked, ['openid']));
    assert.ok(!sameScopes(['a b'], ['a']));
    assert.deepEqual(asked, ['profile', 'openid', 'profile']);
  });
});
