import { isRecord } from '../base/foreign.ts';
import { claimNames, hasShape, headerNames, type RegisteredName } from './claims.ts';
import type { DecodedToken } from './decode.ts';
import type { JsonObject } from './strictJson.ts';

export type OddityCode =
  | 'unsigned'
  | 'algorithmMissing'
  | 'signatureMissing'
  | 'keyInside'
  | 'addressInside'
  | 'hostileKeyName'
  | 'critical'
  | 'contentNotEncoded'
  | 'wrongShape'
  | 'noDate'
  | 'milliseconds'
  | 'before1970'
  | 'neverExpires'
  | 'groupsLeftOut'
  | 'claimsElsewhere'
  | 'prototypeName';

/** Something about a token that deserves a look, without saying that it is good or bad. */
export interface Oddity {
  readonly code: OddityCode;
  /** The header parameter or claim that it is about. */
  readonly name: string;
}

type Jwt = Extract<DecodedToken, { kind: 'jwt' }>;

/** In the order of the table below. Pure: follows no address and looks up no key. */
export function oddities({ header, claims, signed }: Jwt): readonly Oddity[] {
  return checks.flatMap(({ code, names }) => names(header, claims, signed).map((name) => ({ code, name })));
}

/** The year 5138: nobody means that, but seconds times 1000 land there. */
const unlikelySeconds = 100_000_000_000;
/** Beyond it there are no dates (ECMA-262, 21.4.1.1). */
const lastSecond = 8_640_000_000_000;

/** To look for something else, add a row. */
const checks: readonly {
  readonly code: OddityCode;
  readonly names: (header: JsonObject, claims: JsonObject, signed: boolean) => readonly string[];
}[] = [
  { code: 'unsigned', names: ({ alg }) => (isNone(alg) ? ['alg'] : []) },
  { code: 'algorithmMissing', names: ({ alg }) => (typeof alg === 'string' ? [] : ['alg']) },
  {
    code: 'signatureMissing',
    names: ({ alg }, _, signed) => (!signed && typeof alg === 'string' && !isNone(alg) ? ['alg'] : []),
  },
  { code: 'keyInside', names: (header) => present(header, ['jwk', 'x5c']) },
  { code: 'addressInside', names: (header) => present(header, ['jku', 'x5u']) },
  {
    code: 'hostileKeyName',
    names: ({ kid }) => (typeof kid === 'string' && (kid === '' || /[\s/\\|;'"`<>$]/.test(kid)) ? ['kid'] : []),
  },
  { code: 'critical', names: (header) => present(header, ['crit']) },
  { code: 'contentNotEncoded', names: ({ b64 }) => (b64 === false ? ['b64'] : []) },
  {
    code: 'wrongShape',
    names: (header, claims) => [...misshapen(header, headerNames), ...misshapen(claims, claimNames)],
  },
  { code: 'noDate', names: (_, claims) => times(claims, (seconds) => Math.abs(seconds) > lastSecond) },
  {
    code: 'milliseconds',
    names: (_, claims) => times(claims, (seconds) => seconds > unlikelySeconds && seconds <= lastSecond),
  },
  { code: 'before1970', names: (_, claims) => times(claims, (seconds) => seconds < 0) },
  { code: 'neverExpires', names: (_, claims) => (Object.hasOwn(claims, 'exp') ? [] : ['exp']) },
  {
    code: 'groupsLeftOut',
    names: (_, claims) => {
      const elsewhere = claims['_claim_names'];
      const named = isRecord(elsewhere) && Object.hasOwn(elsewhere, 'groups');
      return named ? ['_claim_names'] : present(claims, ['hasgroups']);
    },
  },
  { code: 'claimsElsewhere', names: (_, claims) => present(claims, ['_claim_sources']) },
  {
    code: 'prototypeName',
    names: (header, claims) =>
      [header, claims].flatMap((part) => present(part, ['__proto__', 'constructor', 'prototype'])),
  },
];

const isNone = (alg: unknown): boolean => typeof alg === 'string' && alg.toLowerCase() === 'none';

const present = (part: JsonObject, names: readonly string[]): readonly string[] =>
  names.filter((name) => Object.hasOwn(part, name));

const misshapen = (part: JsonObject, known: ReadonlyMap<string, RegisteredName>): readonly string[] =>
  Object.keys(part).filter((name) => {
    const registered = known.get(name);
    return registered !== undefined && !hasShape(part[name], registered.shape);
  });

const times = (claims: JsonObject, odd: (seconds: number) => boolean): readonly string[] =>
  Object.keys(claims).filter((name) => {
    const value = claims[name];
    return claimNames.get(name)?.shape === 'time' && typeof value === 'number' && odd(value);
  });

/** A NumericDate as a date; undefined where it is none. */
export function asDate(value: unknown): Date | undefined {
  return typeof value === 'number' && Math.abs(value) <= lastSecond ? new Date(value * 1000) : undefined;
}
