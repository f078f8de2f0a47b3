import { visible } from '../base/visible.ts';

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
