import assert from 'node:assert/strict';
import { isNamed, labelOf } from './account.ts';

describe('labelOf', () => {
  it('prefers the name, then the address, the user name, the subject', () => {
    const claims = { sub: 's', preferred_username: 'u', email: 'e', name: 'n' };
    assert.equal(labelOf(claims), 'n');
    assert.equal(labelOf({ ...claims, name: ' ' }), 'e');
    assert.equal(labelOf({ ...claims, name: 5, email: undefined }), 'u');
    assert.equal(labelOf({ sub: 's' }), 's');
  });
});

describe('isNamed', () => {
  const cases: readonly [title: string, claims: Readonly<Record<string, unknown>> | undefined, named: boolean][] = [
    ['a name', { sub: 's', name: 'Alice' }, true],
    ['an address alone', { sub: 's', email: 'a@b.example' }, true],
    ['a subject alone', { sub: 's' }, false],
    ['names that say nothing', { sub: 's', name: '', email: ' ', preferred_username: '\u200b' }, false],
    ['a name that is no text', { sub: 's', name: ['Alice'] }, false],
    ['no claims', undefined, false],
  ];
  for (const [title, claims, named] of cases) {
    it(`D30 userinfo is ${named ? 'not needed' : 'needed'} where the ID token has ${title}`, () => {
      assert.equal(isNamed(claims), named);
    });
  }
});
