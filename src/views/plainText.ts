/**
 * Foreign text with every character that cannot be seen, or that changes how its neighbours are seen, written as
 * `\u....`: controls (ANSI), bidi and zero-width characters, line separators, odd spaces, fillers, variation selectors.
 */
export function visible(text: string): string {
  return text.replace(unseen, escape);
}

/**
 * A line with foreign names in it, for where the editor makes links of `[x](command:y)` (notifications, prompts) and icons
 * of `$(bug)` (status bar, CodeLenses, pickers): a space keeps either the text that it is.
 */
export const noticeText = (line: string): string => visible(line).replace(/[\]$](?=\()/g, '$& ');

/** The same for several lines of ours. */
export const noticeLines = (text: string): string => text.split('\n').map(noticeText).join('\n');

/**
 * Foreign text as a code span of Markdown: shown letter by letter, also where the source is read. No link, image, HTML,
 * command or heading can come of it, as neither a backquote nor a line break is left in it (CommonMark, 6.1).
 */
export function codeSpan(text: string): string {
  if (text === '') return '(empty)';
  const short = text.length > longest ? `${text.slice(0, longest)} ... (${String(text.length - longest)} more)` : text;
  return `\`${visible(short).replaceAll('`', String.raw`\u0060`)}\``;
}

/** Foreign text within a sentence of Markdown, escaped so that it stays the text it is. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/[&<>]/g, (character) => entities[character] ?? '')
    .replace(/[\\`*_{}[\]()#+!|~"'@:-]/g, String.raw`\$&`)
    .replace(/\./g, '&#46;');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const longest = 500;

const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu;

const escape = (character: string): string =>
  [...Array(character.length).keys()]
    .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('');
