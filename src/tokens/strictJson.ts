import { isUtf8 } from 'node:buffer';
import { isRecord } from '../base/foreign.ts';

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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  if (!isRecord(value)) return 'notObject';
  const kept = membersKept(value, 1);
  if (Number.isNaN(kept)) return 'tooDeep';
  // Quick for most tokens: where not even all colons together are more than the members kept, none was lost.
  return atMostWritten(text) === kept || written(bytes) === kept ? value : 'duplicateMember';
}

/** The colons of a text that may stand between a name and its value: `:/` occurs inside strings only. */
function atMostWritten(text: string): number {
  let members = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    if (text.charCodeAt(at + 1) !== 0x2f) members++;
  }
  return members;
}

/** How many members valid JSON writes down: its colons outside strings. */
function written(bytes: Buffer): number {
  let members = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) inString = !inString;
    else if (byte === 0x5c)
      at++; // a backslash: the next byte is part of the string, whatever it is
    else if (byte === 0x3a && !inString) members++;
  }
  return members;
}

/** NaN when it is nested too deeply. */
function membersKept(value: JsonObject | readonly unknown[], depth: number): number {
  if (depth > deepest) return NaN;
  let members = 0;
  if (isList(value)) {
    for (const element of value) {
      if (isRecord(element) || isList(element)) members += membersKept(element, depth + 1);
    }
    return members;
  }
  for (const name in value) {
    // what JSON.parse made inherits no member
    const element = value[name];
    members += isRecord(element) || isList(element) ? 1 + membersKept(element, depth + 1) : 1;
  }
  return members;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
