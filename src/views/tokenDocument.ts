import { claimNames, headerNames, tokenPurpose, type RegisteredName } from '../tokens/claims.ts';
import type { DecodedToken } from '../tokens/decode.ts';
import { asDate, oddities } from '../tokens/oddities.ts';
import type { JsonObject } from '../tokens/strictJson.ts';
import { visible } from '../base/visible.ts';
import { span } from './timeWords.ts';
import { invalidText, oddityText, opaqueTexts } from './tokenWords.ts';

export interface TitledToken {
  readonly title: string;
  readonly decoded: DecodedToken;
}

/**
 * A token in words, as one JSON object with comments, so that the editor folds and colours it and finds nothing wrong with
 * it. Each comment is ours; each value is JSON, so nothing in it can act.
 */
export function tokenDocument(decoded: DecodedToken, now: Date): string {
  const content = contentOf(decoded, now);
  const warning = content.length === 0 ? '' : `${chatWarning}\n`;
  const body = content.length === 0 ? '' : `\n${object(content)}\n`;
  return `${warning}// ${tokenSummary(decoded, now)}\n${origin}\n${remarks(decoded)}${body}`;
}

/** Several tokens of one session, each a member of one object. */
export function sessionDocument(tokens: readonly TitledToken[], now: Date): string {
  const members = tokens.map(({ title, decoded }): Member => {
    const content = contentOf(decoded, now);
    return {
      name: title,
      text: content.length === 0 ? 'null' : object(content),
      comment: `// ${tokenSummary(decoded, now)}\n${remarks(decoded)}`,
    };
  });
  return `${chatWarning}\n// Tokens of a session, signatures not checked.\n${origin}\n\n${object(members)}\n`;
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

const chatWarning = '// If this editor is attached to a chat, what stands here may be sent there.';
const origin = '// Decoded on this machine: nothing was sent, looked up, logged or stored.';

/** One member of an object: its value as text, and lines of comment above it, each with its line break. */
interface Member {
  readonly name: string;
  readonly text: string;
  readonly comment?: string;
}

function contentOf(decoded: DecodedToken, now: Date): readonly Member[] {
  switch (decoded.kind) {
    case 'jwt':
      return [
        { name: 'header', text: part(decoded.header, headerNames, now) },
        { name: 'claims', text: part(decoded.claims, claimNames, now) },
      ];
    case 'jwe':
      return [{ name: 'header', text: part(decoded.header, headerNames, now) }];
    case 'opaque':
      return [];
    case 'invalid':
      return decoded.header
        ? [
            {
              name: 'header',
              text: part(decoded.header, headerNames, now),
              comment: '// As far as the token could be read\n',
            },
          ]
        : [];
  }
}

function remarks(decoded: DecodedToken): string {
  const found = decoded.kind === 'jwt' ? oddities(decoded) : [];
  return found.length === 0
    ? ''
    : `// Worth a look:\n${found.map(({ code, name }) => `// - ${oddityText(code, name)}\n`).join('')}`;
}

function part(values: JsonObject, names: ReadonlyMap<string, RegisteredName>, now: Date): string {
  return object(
    Object.keys(values).map((name) => ({
      name,
      text: json(JSON.stringify(values[name], undefined, 2)),
      comment: `// ${explanation(names.get(name), values[name], now)}\n`,
    })),
  );
}

function object(members: readonly Member[]): string {
  if (members.length === 0) return '{}';
  const lines = members.map(({ name, text, comment = '' }) =>
    `${comment}${json(JSON.stringify(name))}: ${text}`.replaceAll(/^/gm, '  '),
  );
  return `{\n${lines.join(',\n')}\n}`;
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
