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
  /** True when both sides are alike value by value, so that nobody need write the texts. */
  readonly alike: (one: ApplicationFields, other: ApplicationFields) => boolean;
  readonly copy: (from: ApplicationFields, to: Fields) => void;
}

export const comparedFields: readonly ComparedField[] = [
  field('name', 'Name', (name) => name),
  field('type', 'Type', (type) => type),
  field('clientAuthentication', 'Client authentication', (kind) => kind),
  field('redirectUris', 'Redirect URIs', asSet),
  field('postLogoutRedirectUris', 'Post-logout redirect URIs', asSet),
  field('roles', 'Roles', asSet),
  field('grants', 'Grants', (grants) => asLines(grants.map(grantLine))),
  field('audience', 'Audience', (audience) => audience),
  field('scopes', 'Scopes', asSet),
];

/** The part of `fields` whose labels are given. */
export function onlyFields(fields: ApplicationFields, labels: ReadonlySet<string>): ApplicationFields {
  const only: Fields = {};
  for (const { label, copy } of comparedFields) if (labels.has(label)) copy(fields, only);
  return only;
}

function field<Name extends keyof ApplicationFields>(
  name: Name,
  label: string,
  text: (value: NonNullable<ApplicationFields[Name]>) => string,
): ComparedField {
  return {
    name,
    label,
    canonical: (fields) => {
      const value = fields[name];
      return value === undefined ? undefined : text(value);
    },
    alike: (one, other) => sameValue(one[name], other[name]),
    copy: (from, to) => {
      const value = from[name];
      if (value !== undefined) to[name] = value;
    },
  };
}

function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

function asSet(values: readonly string[]): string {
  return asLines(values.map(oneLine));
}

/** Providers keep no order and some repeat themselves. URIs stay as they are: RFC 9700, 2.1 compares them as strings. */
function asLines(lines: readonly string[]): string {
  return lines.length < 2 ? (lines[0] ?? '') : [...new Set(lines)].sort().join('\n');
}

function grantLine({ group, role }: Grant): string {
  return `${oneLine(group).replaceAll(':', '\\:')}: ${oneLine(role)}`;
}

/** Foreign values may hold line breaks or be empty; neither may look like two values, or like none. */
function oneLine(value: string): string {
  if (value === '') return '\\e';
  return /[\\\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : value;
}
