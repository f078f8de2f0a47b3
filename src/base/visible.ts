/**
 * Foreign text with every character that cannot be seen, or that changes how its neighbours are seen, written as
 * `\u....`: controls (ANSI), bidi and zero-width characters, line separators, odd spaces, fillers, variation selectors.
 */
export function visible(text: string): string {
  return text.replace(unseen, escape);
}

const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu;

const escape = (character: string): string =>
  [...Array(character.length).keys()]
    .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('');
