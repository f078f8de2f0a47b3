import assert from 'node:assert/strict';
import { visible } from './visible.ts';

describe('text for a terminal', () => {
  const cases: readonly [title: string, text: string, shown: string][] = [
    ['plain text, whatever the script', 'Größe – 东京 👍', 'Größe – 东京 👍'],
    ['an escape sequence', '\u001B[2JShop', String.raw`\u001b[2JShop`],
    ['a one-byte escape sequence', '\u009B31m', String.raw`\u009b31m`],
    ['line ends and a bell', 'a\r\nb\u2028c\u0007', String.raw`a\u000d\u000ab\u2028c\u0007`],
    ['bidi', 'nimda\u202E\u2066', String.raw`nimda\u202e\u2066`],
    ['a character outside the first plane', '\u{E0001}', String.raw`\udb40\udc01`],
    ['half a character', '\uD83D', String.raw`\ud83d`],
  ];
  for (const [title, text, shown] of cases) {
    it(`T36: shows ${title}`, () => {
      assert.equal(visible(text), shown);
    });
  }
});
