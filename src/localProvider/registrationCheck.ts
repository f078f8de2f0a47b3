import { isLoopbackHost } from '../base/loopback.ts';
import type { ApplicationFields } from '../model/application.ts';

type Check = (fields: ApplicationFields) => string | undefined;

/** What a registration must fulfil, beyond its shape. Each check gives a sentence for people, or nothing. */
const checks: readonly Check[] = [
  (fields) =>
    first([...(fields.redirectUris ?? []), ...(fields.postLogoutRedirectUris ?? [])], (uri) => uriProblem(uri, fields)),
  ({ roles, grants }) =>
    first(grants ?? [], ({ role, group }) =>
      roles?.includes(role)
        ? undefined
        : `The role ${quoted(role)}, granted to ${quoted(group)}, is not a role of the application.`,
    ),
  ({ roles, scopes }) =>
    first([...(roles ?? []), ...(scopes ?? [])], (name) => (name === '' ? 'A role or scope needs a name.' : undefined)),
  ({ scopes }) =>
    first(scopes ?? [], (scope) =>
      /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope) ? undefined : `${quoted(scope)} is no scope (RFC 6749, 3.3).`,
    ),
  ({ clientAuthentication }) =>
    clientAuthentication === 'privateKey'
      ? 'The local provider does not authenticate applications by private key yet. Use secret or none.'
      : undefined,
  ({ type, redirectUris }) =>
    (type === 'api' || type === 'machine') && redirectUris?.length
      ? `An application of type ${type} signs nobody in, so it has no redirect URIs.`
      : undefined,
  ({ type, audience }) =>
    type === 'api' && audience !== undefined && !isResource(audience)
      ? `The audience ${quoted(audience)} must be an absolute URI without a fragment (RFC 8707, 2).`
      : undefined,
];

/** The first thing wrong with the fields, as a sentence for people. */
export const registrationProblem = (fields: ApplicationFields): string | undefined =>
  first(checks, (check) => check(fields));

const unsafe = new Set(['javascript:', 'vbscript:', 'data:', 'blob:', 'file:', 'about:']);

/** RFC 9700, 2.1: compared as strings, so what cannot be compared as a string is refused when it is registered. */
function uriProblem(uri: string, { type }: ApplicationFields): string | undefined {
  const url = URL.parse(uri);
  if (!url || uri !== uri.trim()) return `${quoted(uri)} is not an absolute URI.`;
  if (uri.includes('#')) return `${quoted(uri)} must not have a fragment.`;
  if (uri.includes('*')) return `${quoted(uri)} must not have a wildcard.`;
  if (url.username || url.password) return `${quoted(uri)} must not have a user name.`;
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  if (unsafe.has(url.protocol)) return `${quoted(uri)} must not use the scheme ${url.protocol.slice(0, -1)}.`;
  if (!web && type !== 'native') return `${quoted(uri)} must start with http or https.`;
  if (type === 'native' && url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return `${quoted(uri)}: a native application uses http on a loopback address only (RFC 8252, 7.3).`;
  }
  return undefined;
}

const isResource = (audience: string): boolean => URL.canParse(audience) && !audience.includes('#');

const quoted = (value: string): string => JSON.stringify(value);

function first<Item>(items: readonly Item[], problem: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
