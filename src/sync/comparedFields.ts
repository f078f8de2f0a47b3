/**
 * Sync knows how declared and registered are compared, what would make them equal, and how that is carried out.
 * It must never know a vendor's name, a URL of a provider, or a screen.
 */
import type { ApplicationFields, Grant } from '../model/application.ts';

type Fields = { -readonly [Name in keyof ApplicationFields]: ApplicationFields[Name] };

/** How one field is compared and shown. To compare another field, add a row. */
export interface ComparedField {
  readonly name: keyof ApplicationFields;
  readonly label: string;
  /** One text per meaning: two values are the same exactly when their texts are. Sets have one value per line. */
  readonly canonical: (fields: ApplicationFields) => string | undefined;
  /** True when nothing is declared, or both sides are alike value by value, so that nobody need write the texts. */
  readonly alike: (declared: ApplicationFields, registered: ApplicationFields) => boolean;
  readonly copy: (from: ApplicationFields, to: Fields) => void;
}

export const comparedFields: readonly ComparedField[] = [
  field('name', 'Name', (of) => of.name, asItIs),
  field('type', 'Type', (of) => of.type, asItIs),
  field('clientAuthentication', 'Client authentication', (of) => of.clientAuthentication, asItIs),
  field('redirectUris', 'Redirect URIs', (of) => of.redirectUris, asSet),
  field('postLogoutRedirectUris', 'Post-logout redirect URIs', (of) => of.postLogoutRedirectUris, asSet),
  field('roles', 'Roles', (of) => of.roles, asSet),
  field('grants', 'Grants', (of) => of.grants, asGrants),
  field('audience', 'Audience', (of) => of.audience, asItIs),
  field('scopes', 'Scopes', (of) => of.scopes, asSet),
];

/** The part of `fields` whose labels are given. */
export function onlyFields(fields: ApplicationFields, labels: ReadonlySet<string>): ApplicationFields {
  const only: Fields = {};
  for (const { label, copy } of comparedFields) if (labels.has(label)) copy(fields, only);
  return only;
}

/** Each row has a `value` of its own: reading by a name that varies is several times slower, and this is the inner loop. */
function field<Name extends keyof ApplicationFields>(
  name: Name,
  label: string,
  value: (of: ApplicationFields) => ApplicationFields[Name],
  text: (value: NonNullable<ApplicationFields[Name]>) => string,
): ComparedField {
  return {
    name,
    label,
    canonical: (fields) => {
      const known = value(fields);
      return known === undefined ? undefined : text(known);
    },
    alike: (declared, registered) => {
      const wanted = value(declared);
      return wanted === undefined || sameValue(wanted, value(registered));
    },
    copy: (from, to) => {
      const known = value(from);
      if (known !== undefined) to[name] = known;
    },
  };
}

function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

function asItIs(value: string): string {
  return value;
}

function asSet(values: readonly string[]): string {
  return asLines(values.map(oneLine));
}

/** Providers keep no order and some repeat themselves. URIs stay as they are: RFC 9700, 2.1 compares them as strings. */
function asLines(lines: readonly string[]): string {
  return lines.length < 2 ? (lines[0] ?? '') : [...new Set(lines)].sort().join('\n');
}

function asGrants(grants: readonly Grant[]): string {
  return asLines(grants.map(grantLine));
}

function grantLine({ group, role }: Grant): string {
  return `${oneLine(group).replaceAll(':', '\\:')}: ${oneLine(role)}`;
}

/** Foreign values may hold line breaks or be empty; neither may look like two values, or like none. */
function oneLine(value: string): string {
  if (value === '') return '\\e';
  return /[\\\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : value;
}
