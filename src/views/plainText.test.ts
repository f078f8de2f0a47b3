import assert from 'node:assert/strict';
import { codeSpan, visible } from './plainText.ts';

describe('foreign text', () => {
  it('T25 shows what cannot be seen', () => {
    assert.equal(
      visible('a\u0007\u00AD\u200D\uFEFF\u2067\u00A0\u3164z'),
      String.raw`a\u0007\u00ad\u200d\ufeff\u2067\u00a0\u3164z`,
    );
  });

  it('leaves what can be seen, in any script', () => {
    assert.equal(visible('Zoë 東京 Ελλάδα 🙂 a_b'), 'Zoë 東京 Ελλάδα 🙂 a_b');
  });

  const cases: readonly [text: string, span: string][] = [
    ['', '(empty)'],
    ['`a` [x](command:y)', String.raw`${'`'}\u0060a\u0060 [x](command:y)${'`'}`],
    ['a\n\n# b', String.raw`${'`'}a\u000a\u000a# b${'`'}`],
    ['b'.repeat(501), `\`${'b'.repeat(500)} ... (1 more)\``],
  ];
  for (const [text, span] of cases) {
    it(`T25 makes ${JSON.stringify(text.slice(0, 20))} one code span`, () => {
      assert.equal(codeSpan(text), span);
    });
  }
});
