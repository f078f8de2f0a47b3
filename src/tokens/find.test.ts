import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findTokens } from './find.ts';

const header = 'eyJhbGciOiJub25lIn0';
const claims = 'eyJzdWIiOiJhIn0';
const jws = `${header}.${claims}.c2ln`;
const jwe = `${header}..aXY.Y3Q.dGFn`;

describe('findTokens', () => {
  const cases: readonly [title: string, text: string, tokens: readonly string[]][] = [
    ['nothing in nothing', '', []],
    ['a token alone', jws, [jws]],
    ['a token in a log line', `GET / Authorization: Bearer ${jws} 200`, [jws]],
    ['two tokens in an answer', `{"id_token":"${jws}","access_token":"${jws}x"}`, [jws, `${jws}x`]],
    ['an unsigned token', `(${header}.${claims}.)`, [`${header}.${claims}.`]],
    ['an encrypted token', `'${jwe}'`, [jwe]],
    ['a token at the end of a sentence', `It was ${jws}.`, [jws]],
    ['a token in an address', `https://a/?access_token%3D${jws}&b`, [jws]],
    ['a token after an escaped line break', `"Bearer\\n${jws}"`, [jws]],
    ['no token in the middle of base64', `abc${jws}`, []],
    ['no token of two parts', `${header}.${claims} x`, []],
    ['no token of four parts', `${jws}.d x`, []],
    ['no token with empty claims', `${header}..c2ln`, []],
    ['nothing in JSON without encoding', '{"alg":"none"}', []],
    ['a token after many stray J', `${'J'.repeat(9000)} ${jws}`, [jws]],
    ['a token after many beginnings', `${'eyJ '.repeat(9000)}${jws}`, [jws]],
    ['a token in two-byte text', `\u20AC ${jws} \u20AC`, [jws]],
  ];
  for (const [title, text, tokens] of cases) {
    it(`finds ${title}`, () => {
      assert.deepEqual(
        findTokens(text).map(({ start, end }) => text.slice(start, end)),
        tokens,
      );
    });
  }

  it('finds every token between any words, at its place', () => {
    const word = fc.stringMatching(/^[ J"{}:,]{0,40}$/);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.map((before) => `${before} ${jws}`).join(' ');
        const found = findTokens(text);
        assert.equal(found.length, words.length);
        assert.ok(found.every(({ start, end }) => text.slice(start, end) === jws));
      }),
    );
  });

  const hostile: readonly [title: string, unit: string][] = [
    ['dots', 'eyJ.'],
    ['beginnings', 'eyJ'],
    ['the rare letter', 'J'],
    ['beginnings apart', 'eyJ '],
    ['beginnings after escapes', '%20eyJ.a.b.'],
    ['two parts', 'eyJa.eyJb '],
  ];
  for (const [title, unit] of hostile) {
    it(`T24 takes time in proportion to a hostile text: ${title}`, () => {
      const cost = (length: number): number => {
        const text = unit.repeat(length / unit.length);
        findTokens(text);
        return Math.min(
          ...[1, 2, 3].map(() => {
            const started = performance.now();
            findTokens(text);
            return performance.now() - started;
          }),
        );
      };
      // Sixteen times the text would cost 256 times the time if it were quadratic.
      assert.ok(cost(1_600_000) < 80 * Math.max(cost(100_000), 0.5));
    });
  }
});
