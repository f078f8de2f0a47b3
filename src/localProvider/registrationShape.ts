import { isRecord } from '../base/foreign.ts';
import type { ApplicationFields, ApplicationType, ClientAuthentication, Grant } from '../model/application.ts';

type Reader<Value> = (value: unknown) => Value | undefined;

const types: readonly string[] = ['web', 'spa', 'native', 'api', 'machine'] satisfies ApplicationType[];
const kinds: readonly string[] = ['none', 'secret', 'privateKey'] satisfies ClientAuthentication[];

const isText = (value: unknown): value is string => typeof value === 'string';
const text: Reader<string> = (value) => (isText(value) ? value : undefined);
const texts: Reader<readonly string[]> = (value) =>
  Array.isArray(value) && value.every(isText) ? [...new Set<string>(value)] : undefined;
const type: Reader<ApplicationType> = (value) => (isType(value) ? value : undefined);
const kind: Reader<ClientAuthentication> = (value) => (isKind(value) ? value : undefined);
const grants: Reader<readonly Grant[]> = (value) =>
  Array.isArray(value) && value.every(isGrant) ? value.map(({ group, role }) => ({ group, role })) : undefined;

/** How each field is read from foreign JSON, and the words for what it must be. To hold another field, add a row. */
const readers: { readonly [Name in keyof ApplicationFields]-?: readonly [Reader<ApplicationFields[Name]>, string] } = {
  name: [text, 'a text'],
  type: [type, `one of ${types.join(', ')}`],
  clientAuthentication: [kind, `one of ${kinds.join(', ')}`],
  redirectUris: [texts, 'a list of texts'],
  postLogoutRedirectUris: [texts, 'a list of texts'],
  roles: [texts, 'a list of texts'],
  grants: [grants, 'a list of {group, role}'],
  audience: [text, 'a text'],
  scopes: [texts, 'a list of texts'],
};

export const fieldNames: readonly string[] = Object.keys(readers);

/** Fields from JSON of somebody else, or a sentence on what is wrong. A field that is null is named in `removed`. */
export function parseFields(
  value: unknown,
): { readonly fields: ApplicationFields; readonly removed: readonly string[] } | { readonly problem: string } {
  if (!isRecord(value)) return { problem: 'The fields must be an object.' };
  const unknown = Object.keys(value).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) return { problem: `There is no field ${JSON.stringify(unknown)}.` };
  const removed = Object.keys(value).filter((name) => value[name] === null);
  const fields: Record<string, unknown> = {};
  for (const [name, [read, words]] of Object.entries(readers)) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    const parsed = read(given);
    if (parsed === undefined) return { problem: `The field ${name} must be ${words}.` };
    fields[name] = parsed;
  }
  return { fields, removed };
}

const isType = (value: unknown): value is ApplicationType => isText(value) && types.includes(value);
const isKind = (value: unknown): value is ClientAuthentication => isText(value) && kinds.includes(value);
const isGrant = (value: unknown): value is Grant => isRecord(value) && isText(value['group']) && isText(value['role']);
