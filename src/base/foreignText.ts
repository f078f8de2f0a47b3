/**
 * Words of somebody else as one short line without control, direction or zero-width characters, nor halves of a
 * character. Undefined when nothing is left.
 */
export function oneLine(text: string): string | undefined {
  const line = text
    .slice(0, mostRead)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line === '') return undefined;
  return line.length > longest ? `${line.slice(0, longest - 1).replace(/\p{Cs}$/u, '')}…` : line;
}

/** The same where Markdown is read, such as in a notification: no link, image, code or HTML can come of it. */
export const oneLineWithoutMarkup = (text: string): string | undefined => oneLine(text.replace(/[[\]()<>`]/g, ' '));

const mostRead = 2_000;
const longest = 200;
