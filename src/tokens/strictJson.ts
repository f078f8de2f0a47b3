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
  const written = survey(bytes);
  if (written === undefined) return 'tooDeep';
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'notJson';
  }
  if (!isObject(value)) return 'notObject';
  return membersKept(value) === written ? value : 'duplicateMember';
}

/** How many members the bytes write down: their colons outside strings. Undefined when they are nested too deeply. */
function survey(bytes: Buffer): number | undefined {
  let members = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case 0x22: // "
        at = endOfString(bytes, at);
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

function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) return at;
    if (byte === 0x5c) at++; // a backslash: the next byte is part of the string, whatever it is
  }
  return bytes.length;
}

function membersKept(value: JsonObject): number {
  let members = 0;
  for (const name in value) members += 1 + membersBelow(value[name]); // what JSON.parse made inherits no member
  return members;
}

function membersBelow(value: unknown): number {
  if (isObject(value)) return membersKept(value);
  return Array.isArray(value) ? value.reduce<number>((sum, element) => sum + membersBelow(element), 0) : 0;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
