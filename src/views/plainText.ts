/**
 * Foreign text with every character that cannot be seen, or that changes how its neighbours are seen, written as
 * `\u....`: controls (ANSI), bidi and zero-width characters, line separators, odd spaces, fillers, variation selectors.
 */
export function visible(text: string): string {
  return text.replace(unseen, escape);
}

/** Foreign text as Markdown that shows it letter by letter: no link, image, HTML, command, heading or table comes of it. */
export function markdownText(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)} ... (${String(text.length - longest)} more)` : text;
  return visible(short)
    .replace(/[&<>]/g, (character) => entities[character] ?? '')
    .replace(/[\\`*_{}[\]()#+!|~"'@:-]/g, '\\$&')
    .replace(/\./g, '&#46;');
}

const longest = 500;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu;

const escape = (character: string): string =>
  [...Array(character.length).keys()]
    .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('');
