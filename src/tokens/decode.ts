/**
 * The room `tokens`: what a token says, read strictly and without a network. It knows the shapes of JOSE and what the
 * registered names mean; it must never know where a token came from, verify by guess, send, log or keep one.
 */
import { isRecord } from '../base/foreign.ts';
import { findTokens } from './find.ts';
import { readStrictJson, type JsonObject, type JsonProblem } from './strictJson.ts';
import { isBasicCredentials, unwrap } from './unwrap.ts';

export type TokenPart =
  | 'token'
  | 'header'
  | 'claims'
  | 'signature'
  | 'encrypted key'
  | 'initialization vector'
  | 'ciphertext'
  | 'authentication tag';

export type InvalidReason = JsonProblem | 'tooLarge' | 'wrongPartCount' | 'notBase64url';

/** Why a text is no JWT at all, though it may be a good token of another kind. */
export type OpaqueReason = 'empty' | 'basicCredentials' | 'notJose';

/** What a text is, as far as it can be told without any key. Nothing here was verified. */
export type DecodedToken =
  | {
      readonly kind: 'jwt';
      readonly header: JsonObject;
      readonly claims: JsonObject;
      /** False for `alg` none in any spelling and for an empty signature. True says only that there is one. */
      readonly signed: boolean;
    }
  /** Encrypted (RFC 7516): only the header can be read. */
  | { readonly kind: 'jwe'; readonly header: JsonObject }
  | { readonly kind: 'opaque'; readonly reason: OpaqueReason }
  | {
      readonly kind: 'invalid';
      readonly reason: InvalidReason;
      readonly where: TokenPart;
      /** The first character that does not belong there, as an offset into the unwrapped token. */
      readonly at?: number;
      /** What could be read before it broke. */
      readonly header?: JsonObject;
    };

/** In UTF-16 code units, of the whole text. Checked before anything is decoded. */
export const largestToken = 1_048_576;

/**
 * Reads a token in compact form (RFC 7515, 7.1; RFC 7516, 7.1; RFC 7519), bare or as people paste it: quoted, behind `Bearer`, alone in
 * a line of a log. Never throws.
 * jose would take padding, line breaks, stray bits and duplicate members, so the reading is our own; jose verifies.
 */
export function decodeToken(text: string): DecodedToken {
  if (text.length > largestToken) return { kind: 'invalid', reason: 'tooLarge', where: 'token' };
  return startsLikeObject.test(text) && endsLikeToken.test(text.charAt(text.length - 1))
    ? decodeCompact(text)
    : decodeWrapped(text);
}

function decodeWrapped(text: string): DecodedToken {
  if (isBasicCredentials(text)) return { kind: 'opaque', reason: 'basicCredentials' };
  const token = unwrap(text);
  if (token === '') return { kind: 'opaque', reason: 'empty' };
  if (startsLikeObject.test(token)) return decodeCompact(token);
  const [only, ...more] = findTokens(text);
  return only && more.length === 0
    ? decodeCompact(text.slice(only.start, only.end))
    : { kind: 'opaque', reason: 'notJose' };
}

function decodeCompact(token: string): DecodedToken {
  const parts = token.split('.', 6);
  const names = parts.length === 3 ? signedParts : parts.length === 5 ? encryptedParts : undefined;
  if (!names) return { kind: 'invalid', reason: 'wrongPartCount', where: 'token' };
  return decodeParts(parts, names);
}

function decodeParts(parts: readonly string[], names: readonly TokenPart[]): DecodedToken {
  const [header, claims, signature] = parts;
  if (header === undefined || claims === undefined)
    return { kind: 'invalid', reason: 'wrongPartCount', where: 'token' };
  const readHeader = readPart(header);
  if (!isRecord(readHeader)) return broken(readHeader, parts, names, 0);
  for (let index = 1; index < parts.length; index++) {
    if (names[index] !== 'claims' && !isBase64url(parts[index] ?? '')) {
      return broken('notBase64url', parts, names, index, readHeader);
    }
  }
  if (names === encryptedParts) return { kind: 'jwe', header: readHeader };
  const readClaims = readPart(claims);
  if (!isRecord(readClaims)) return broken(readClaims, parts, names, 1, readHeader);
  const { alg } = readHeader;
  const signed = signature !== '' && typeof alg === 'string' && alg.toLowerCase() !== 'none';
  return { kind: 'jwt', header: readHeader, claims: readClaims, signed };
}

function readPart(part: string): JsonObject | JsonProblem | 'notBase64url' {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? readStrictJson(bytes) : 'notBase64url';
}

/** Exactly: its alphabet, no padding, no stray bits (RFC 7515, 2; RFC 4648, 3.5). */
const isBase64url = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

function broken(
  reason: InvalidReason,
  parts: readonly string[],
  names: readonly TokenPart[],
  index: number,
  header?: JsonObject,
): DecodedToken {
  const stray = reason === 'notBase64url' ? (parts[index] ?? '').search(/[^\w-]/) : -1;
  const before = parts.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0);
  return {
    kind: 'invalid',
    reason,
    where: names[index] ?? 'token',
    ...(stray >= 0 && { at: before + stray }),
    ...(header && { header }),
  };
}

const signedParts: readonly TokenPart[] = ['header', 'claims', 'signature'];
const encryptedParts: readonly TokenPart[] = [
  'header',
  'encrypted key',
  'initialization vector',
  'ciphertext',
  'authentication tag',
];

/** `{` in base64url, followed by what a quote, white space or `}` become. Anything else was never meant as a JWT. */
const startsLikeObject = /^e[w-z3]/;

const endsLikeToken = /[\w.-]/;
