import * as z from 'zod/mini';
import { isRecord } from '../base/foreign.ts';
import { signInFlows } from '../model/signInFlow.ts';

const version = 1;
const prefix = 'session:';

/** A key of the curve P-256 (RFC 7518, 6.2). What else a key may say of itself is left out. */
const publicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });

/** What the tokens of a session are bound to (RFC 9449). A secret. */
export const bindingKeyShape = z.object({
  alg: z.literal('ES256'),
  privateKey: z.extend(publicKey, { d: z.string() }),
  publicKey,
});

/** One session as it lies in the secret storage, tokens included. Never leaves this room. */
const shape = z.object({
  version: z.literal(version),
  id: z.string().check(z.minLength(1)),
  /** Grows with every write; of two records the greater one is the newer. */
  sequence: z.int(),
  environment: z.string(),
  issuer: z.url(),
  /** Which local provider made it: its address alone says nothing, since anybody may listen there next. */
  instance: z.optional(z.string()),
  clientId: z.string().check(z.minLength(1)),
  /** How the person signed in. */
  flow: z._default(z.enum(signInFlows), 'loopback'),
  /** Beside the issuer's own, where its credentials may go. */
  origins: z._default(z.array(z.string()), []),
  subject: z.string().check(z.minLength(1)),
  label: z.string(),
  /** By what the provider knows the person. */
  loginHint: z.optional(z.string()),
  /** As asked for: what was granted may differ, and asking again must find this session. */
  scopes: z.array(z.string()),
  grantedScopes: z.array(z.string()),
  accessToken: z.string().check(z.minLength(1)),
  idToken: z.string().check(z.minLength(1)),
  refreshToken: z.optional(z.string()),
  /** When the access token ends, and when it came; milliseconds since 1970. */
  expiresAt: z.optional(z.number()),
  receivedAt: z.number(),
  /** When the person signed in; milliseconds since 1970. */
  beganAt: z.number(),
  allowHttpOnLoopback: z.boolean(),
  /** As registered: where the browser may come back to after signing out at the provider. */
  postLogoutRedirectUri: z.optional(z.string()),
  /** Present where the tokens work only together with it. */
  bindingKey: z.optional(bindingKeyShape),
  /** The API that the access token is for; asked for again with every renewal. */
  audience: z.optional(z.string()),
  /** When an answer to renewing it was lost: its refresh token may be used up. Milliseconds since 1970. */
  lostAt: z.optional(z.number()),
});

export type SessionRecord = Readonly<z.infer<typeof shape>>;

/** Why a stored text cannot be used; never what it says. */
export type Unreadable = 'damaged' | 'foreign' | 'newer version';

export const keyOf = (id: string): string => `${prefix}${id}`;
export const isSessionKey = (key: string): boolean => key.startsWith(prefix);
export const written = (record: SessionRecord): string => JSON.stringify(record);

/** `foreign`: readable, but not what this product writes under `key`. */
export function readRecord(key: string, text: string): SessionRecord | Unreadable {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'damaged';
  }
  if (!isRecord(value) || !('version' in value)) return 'foreign';
  if (typeof value['version'] === 'number' && value['version'] > version) return 'newer version';
  const parsed = shape.safeParse(value);
  if (!parsed.success) return 'damaged';
  return keyOf(parsed.data.id) === key ? parsed.data : 'foreign';
}
