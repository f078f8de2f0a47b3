import assert from 'node:assert/strict';
import { visible } from '../base/visible.ts';
import { codeSpan, noticeLines, noticeText } from './plainText.ts';

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

  const notices: readonly [line: string, shown: string][] = [
    ['[Open](command:evil)', '[Open] (command:evil)'],
    ['[[a]](https://evil.example "b")', '[[a]] (https://evil.example "b")'],
    ['](](](', '] (] (] ('],
    ['$(bug) \\$(sync~spin)', '$ (bug) \\$ (sync~spin)'],
    ['a\nb\u202e', String.raw`a\u000ab\u202e`],
    ['Shop (local), 5 $ [1]', 'Shop (local), 5 $ [1]'],
  ];
  for (const [line, shown] of notices) {
    it(`shows ${JSON.stringify(line)} in a notice as text`, () => {
      assert.equal(noticeText(line), shown);
      assert.equal(noticeText(shown), shown);
    });
  }

  it('keeps lines of ours apart', () => {
    assert.equal(noticeLines('a](b)\n$(c)'), 'a] (b)\n$ (c)');
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
