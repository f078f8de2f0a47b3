import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { SessionFacts } from '../model/session.ts';
import { matchingSessions, signInFor } from './authentication.ts';
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

describe('matchingSessions', () => {
  const session = (id: string, account: string, ...scopes: string[]): SessionFacts =>
    sessionFacts({ id, account: { id: account, label: account }, scopes });
  const all = [
    session('1', 'alice', 'openid', 'profile'),
    session('2', 'bob', 'openid'),
    session('3', 'bob', 'profile', 'openid'),
  ];
  const cases: readonly [
    title: string,
    scopes: readonly string[] | undefined,
    account: string | undefined,
    ids: string[],
  ][] = [
    ['G48 all without scopes', undefined, undefined, ['1', '2', '3']],
    ['G48 those of one account', undefined, 'bob', ['2', '3']],
    ['G47 those of the scopes in any order', ['profile', 'openid', 'openid'], undefined, ['1', '3']],
    ['G47 of scopes and account', ['profile', 'openid'], 'bob', ['3']],
    ['any for no scope in particular', [], undefined, ['1', '2', '3']],
    ['none for more scopes than granted', ['openid', 'email'], undefined, []],
  ];
  for (const [title, scopes, account, ids] of cases) {
    it(title, () => {
      assert.deepEqual(
        matchingSessions(all, scopes, account).map(({ id }) => id),
        ids,
      );
    });
  }

  it('G47 hands back the scopes in the order asked for', () => {
    assert.deepEqual(matchingSessions(all, ['profile', 'openid'])[0]?.scopes, ['profile', 'openid']);
  });
});

describe('signInFor', () => {
  it('B9 suggests the account that the editor names, and asks for the scopes of the environment where it names none', () => {
    assert.deepEqual(signInFor(['a', 'a'], ['openid'], { label: 'Alice' }), { scopes: ['a'], loginHint: 'Alice' });
    assert.deepEqual(signInFor([], ['openid'], undefined), { scopes: ['openid'] });
  });
});
