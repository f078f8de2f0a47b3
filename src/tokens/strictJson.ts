import { isUtf8 } from 'node:buffer';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Why bytes are no JSON object of the kind that a token may hold (RFC 7515, 4 and 5.2; RFC 8725bis). */
export type JsonProblem = 'notUtf8' | 'notJson' | 'notObject' | 'duplicateMember' | 'tooDeep';

export const deepest = 64;

/**
 * Reads one JSON object from UTF-8 bytes, or says why it is none. Stricter than `JSON.parse` alone: a member given
 * twice is refused (the last would win unseen, also when one of the names is written with escapes), and so is
 * nesting below {@link deepest} levels.
 */
export function readStrictJson(bytes: Buffer): JsonObject | JsonProblem {
  if (!isUtf8(bytes)) return 'notUtf8';
  const text = bytes.toString('utf8');
  const written = survey(text);
  if (written === undefined) return 'tooDeep';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  if (!isObject(value)) return 'notObject';
  return membersKept(value) === written ? value : 'duplicateMember';
}

/** How many members the text writes down: its colons outside strings. Undefined when it is nested too deeply. */
function survey(text: string): number | undefined {
  let members = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x3a: // :
        members++;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > deepest) return undefined;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
    }
  }
  return members;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return text.length;
}

function membersKept(value: object): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + membersBelow(element), 0);
  let members = 0;
  for (const element of Object.values(value)) members += 1 + membersBelow(element);
  return members;
}

const membersBelow = (value: unknown): number => (typeof value === 'object' && value !== null ? membersKept(value) : 0);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
