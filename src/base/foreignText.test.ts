import assert from 'node:assert/strict';
import { oneLine, oneLineWithoutMarkup } from './foreignText.ts';

describe('oneLine', () => {
  const cases: readonly [text: string, line: string | undefined][] = [
    ['Not assigned.', 'Not assigned.'],
    ['  one\r\n\ttwo\u0000 ', 'one two'],
    ['a\u202eb\u200bc\u001b[31m', 'a b c [31m'],
    ['half \ud83d of 🙂', 'half of 🙂'],
    [' \u200b ', undefined],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
    ['🙂'.repeat(101), `${'🙂'.repeat(99)}…`],
  ];
  for (const [text, line] of cases) {
    it(`makes one harmless line of ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(oneLine(text), line);
    });
  }

  it('leaves no markup where none is wanted', () => {
    assert.equal(oneLineWithoutMarkup('[Open](command:x) `y` <b>'), 'Open command:x y b');
    assert.equal(oneLineWithoutMarkup('[]()'), undefined);
    assert.equal(oneLine('Smith (extern)'), 'Smith (extern)');
  });
});
