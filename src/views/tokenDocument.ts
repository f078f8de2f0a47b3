import { claimNames, headerNames, tokenPurpose, type RegisteredName } from '../tokens/claims.ts';
import type { DecodedToken } from '../tokens/decode.ts';
import { asDate, oddities } from '../tokens/oddities.ts';
import type { JsonObject } from '../tokens/strictJson.ts';
import { visible } from './plainText.ts';
import { span } from './timeWords.ts';
import { invalidText, oddityText, opaqueTexts } from './tokenWords.ts';

export interface TitledToken {
  readonly title: string;
  readonly decoded: DecodedToken;
}

/** A token in words, as JSON with comments. Each comment is ours; each value is JSON, so nothing in it can act. */
export function tokenDocument(decoded: DecodedToken, now: Date): string {
  const warning = decoded.kind === 'opaque' ? '' : ` ${chatWarning}`;
  return `// ${tokenSummary(decoded, now)}${warning}\n${origin}\n${body(decoded, now)}`;
}

/** Several tokens of one session, each below its own heading. */
export function sessionDocument(tokens: readonly TitledToken[], now: Date): string {
  const parts = tokens.map(
    ({ title, decoded }) => `\n// === ${visible(title)} ===\n// ${tokenSummary(decoded, now)}\n${body(decoded, now)}`,
  );
  return `// Tokens of a session, signatures not checked. ${chatWarning}\n${origin}\n${parts.join('')}`;
}

/** One line for a message. Holds no value of the token. */
export function tokenSummary(decoded: DecodedToken, now: Date): string {
  switch (decoded.kind) {
    case 'jwt': {
      const purpose = tokenPurpose(decoded.header, decoded.claims);
      const looks = purpose ? ` that looks like ${/^[aeiI]/.test(purpose) ? 'an' : 'a'} ${purpose}` : '';
      const signature = decoded.signed
        ? `signed with ${algorithmText(decoded.header['alg'])}, signature not checked`
        : 'unsigned, so anybody can have written it';
      return `JWT${looks}: ${signature}, ${validityText(decoded.claims, now)}.`;
    }
    case 'jwe':
      return 'Encrypted token (JWE): only its header can be read without the key, and nothing was checked.';
    case 'opaque':
      return opaqueTexts[decoded.reason];
    case 'invalid':
      return invalidText(decoded);
  }
}

const chatWarning = 'An editor that is attached to a chat may be sent to it.';
const origin = '// Decoded on this machine: nothing was sent, looked up, logged or stored.';

function body(decoded: DecodedToken, now: Date): string {
  switch (decoded.kind) {
    case 'jwt':
      return `${remarks(decoded)}\n// Header\n${part(decoded.header, headerNames, now)}\n// Claims\n${part(decoded.claims, claimNames, now)}`;
    case 'jwe':
      return `\n// Header\n${part(decoded.header, headerNames, now)}`;
    case 'opaque':
      return '';
    case 'invalid':
      return decoded.header
        ? `\n// Header, as far as the token could be read\n${part(decoded.header, headerNames, now)}`
        : '';
  }
}

function remarks(decoded: Extract<DecodedToken, { kind: 'jwt' }>): string {
  const found = oddities(decoded);
  return found.length === 0
    ? ''
    : `\n// Worth a look:\n${found.map(({ code, name }) => `// - ${oddityText(code, name)}\n`).join('')}`;
}

function part(values: JsonObject, names: ReadonlyMap<string, RegisteredName>, now: Date): string {
  const members = Object.keys(values).map((name) => {
    const explained = explanation(names.get(name), values[name], now);
    const value = JSON.stringify(values[name], undefined, 2).replaceAll('\n', '\n  ');
    return `  // ${explained}\n  ${json(JSON.stringify(name))}: ${json(value)}`;
  });
  return members.length === 0 ? '{}\n' : `{\n${members.join(',\n')}\n}\n`;
}

/** The line breaks are those between members: inside of strings they are escapes already. */
const json = (text: string): string => text.split('\n').map(visible).join('\n');

function explanation(registered: RegisteredName | undefined, value: unknown, now: Date): string {
  if (!registered) return 'Not a registered name: what it means is up to the issuer';
  const { name, meaning, source, shape } = registered;
  if (shape !== 'time') return `${meaning} (${source})`;
  const date = asDate(value);
  if (!date) return `${meaning}: this is no date (${source})`;
  const past = date <= now;
  const words = name === 'exp' && past ? 'Expired' : meaning;
  const early = name === 'nbf' && !past ? ', so not valid yet' : '';
  return `${words}: ${dateText(date)}, ${span(date, now)}${early} (${source})`;
}

function validityText(claims: JsonObject, now: Date): string {
  if (!Object.hasOwn(claims, 'exp')) return 'says no time at which it expires';
  const expires = asDate(claims['exp']);
  if (!expires) return 'expires at no date that can be read';
  if (expires <= now) return `expired ${span(expires, now)}`.replace('now', 'just now');
  const begins = asDate(claims['nbf']);
  return begins && begins > now ? `not valid yet, only ${span(begins, now)}` : `expires ${span(expires, now)}`;
}

/** Provider text stays out of messages: a name that is not shaped like an algorithm's is not repeated. */
const algorithmText = (alg: unknown): string =>
  typeof alg === 'string' && /^(?:[HREP]S(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448|ML-DSA-(?:44|65|87))$/.test(alg)
    ? alg
    : 'an unknown algorithm';

/** `2026-11-24 06:55:00 UTC`, the same on every machine; a fraction of a second is left out. */
const dateText = (date: Date): string =>
  `${date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')} UTC`;
