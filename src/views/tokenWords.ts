import { largestToken, type DecodedToken, type InvalidReason, type OpaqueReason } from '../tokens/decode.ts';
import type { OddityCode } from '../tokens/oddities.ts';
import { deepest } from '../tokens/strictJson.ts';
import { visible } from '../base/visible.ts';

export const opaqueTexts: Readonly<Record<OpaqueReason, string>> = {
  empty: 'No token: there is no text.',
  basicCredentials: 'No token: this is a user name with a password (Basic, RFC 7617), readable by anybody who sees it.',
  notJose: 'No JWT: an opaque token, whose meaning only its issuer can say (RFC 7662), or no token at all.',
};

export function invalidText({ reason, where, at }: Extract<DecodedToken, { kind: 'invalid' }>): string {
  const place = at === undefined ? '' : ` The first stray character is number ${String(at + 1)} of the token.`;
  return `No valid JWT: ${invalidTexts[reason].replace('{part}', where)}.${place}`;
}

const invalidTexts: Readonly<Record<InvalidReason, string>> = {
  duplicateMember:
    'its {part} part gives the same member twice, and readers differ in which one they take (RFC 8725bis)',
  notBase64url: 'its {part} part is not exact base64url: letters, digits, - and _ without padding (RFC 7515, 2)',
  notJson: 'its {part} part is no JSON; part of it may be missing',
  notObject: 'its {part} part is JSON, but no object (RFC 7519, 7.2)',
  notUtf8: 'its {part} part is not UTF-8 (RFC 7515, 5.2)',
  tooDeep: `its {part} part is nested more than ${String(deepest)} levels deep`,
  tooLarge: `it is longer than ${String(largestToken)} characters and was not read`,
  wrongPartCount:
    'a signed token has three parts with dots between, an encrypted one has five; part of it may be missing',
};

/** `name` is the name of a registered parameter or claim, or one of a fixed list: never free text. */
export const oddityText = (code: OddityCode, name: string): string =>
  oddityTexts[code].replaceAll('{name}', visible(name));

const oddityTexts: Readonly<Record<OddityCode, string>> = {
  unsigned: 'Unsigned ({name} is none): anybody can have written it (RFC 8725, 3.2)',
  algorithmMissing: 'No algorithm: {name} is missing or no text (RFC 7515, 4.1.1)',
  signatureMissing: 'Unsigned: {name} names an algorithm, but the signature is empty',
  keyInside:
    'A key inside the token ({name}): untrusted, whoever wrote the token can have put it there (RFC 8725, 3.10)',
  addressInside: 'An address of keys inside the token ({name}): not followed (RFC 8725, 3.10)',
  hostileKeyName: 'The name of the key ({name}) is empty or looks like a path, command or query (RFC 8725, 3.10)',
  critical: 'Has extensions that must be understood ({name}): a reader that does not know them has to refuse it',
  contentNotEncoded: 'Content that is not encoded ({name}) is not allowed in a JWT (RFC 7797, 7)',
  wrongShape: '{name} has not the shape that its specification gives it',
  noDate: '{name} is so far away that it is no date',
  milliseconds: '{name} looks like milliseconds; it is meant in seconds, and so lies thousands of years ahead',
  before1970: '{name} lies before 1970',
  neverExpires: 'Never expires: {name} is missing',
  groupsLeftOut:
    'The groups were left out ({name}): there are too many to fit, and the provider has to be asked for them',
  claimsElsewhere: 'Names places where more claims stand ({name}): not followed',
  prototypeName: '{name} is a name that some programs mistake for a part of every object',
};
