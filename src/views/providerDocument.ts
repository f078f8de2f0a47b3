import type { KeyFacts, KeyFlaw, KeySetFacts, KeySetWarning } from '../providers/oidc/keys.ts';
import type { ProviderReport, ProviderWarning } from '../providers/oidc/inspect.ts';
import { codeSpan } from './plainText.ts';

/** A provider in words, as Markdown. What the provider wrote stands in it as code, letter by letter: nothing in it acts. */
export function providerDocument(report: ProviderReport): string {
  const { capabilities, endpoints, issuer, lists, otherOrigins, protocol } = report;
  const found = (verdict: string) => capabilities.filter((row) => row.verdict === verdict);
  return [
    `# ${codeSpan(issuer)}`,
    'This is what the provider publishes about itself, read just now and kept nowhere. It is not signed; only signing in proves that it is true.',
    protocol === 'oauth'
      ? 'It publishes OAuth metadata only (RFC 8414), not that of OpenID Connect: it may issue tokens without signing people in.'
      : '',
    section('Worth a look', [
      ...report.warnings.map(warningText),
      ...keyWarnings(report.keys),
      ...originWarning(otherOrigins),
    ]),
    section(
      'What it can do',
      found('yes').map(({ title, source }) => `${title} (${source})`),
    ),
    section(
      'What it lacks',
      found('no').map(({ title, matters, source }) => `**${title}**: ${matters} (${source})`),
    ),
    section(
      'What it does not say',
      found('unsaid').map(({ title, matters, source }) => `**${title}**. Where it is missing: ${matters} (${source})`),
    ),
    section('Keys', keyLines(report.keys)),
    section(
      'Endpoints',
      endpoints.map(({ name, address }) => `${words(name)}: ${codeSpan(address)}`),
    ),
    section(
      'Lists it publishes',
      lists.map(({ name, values }) => `${words(name)}: ${values.length === 0 ? 'none' : listText(values)}`),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;

function warningText(warning: ProviderWarning): string {
  switch (warning.kind) {
    case 'issuerSlash':
      return 'The issuer differs from the address you gave by a slash at its end. Issuers are compared letter by letter: use the one in the heading.';
    case 'issuerCase':
      return 'The issuer differs from the address you gave in upper and lower case. Issuers are compared letter by letter: use the one in the heading.';
    case 'issuerTemplate':
      return 'This address serves many tenants, so the issuer is a template. Use the issuer of your own tenant.';
    case 'parRequired':
      return 'It requires pushed authorization requests: an application that does not send them is refused (RFC 9126, 5).';
    case 'plainPkce':
      return 'It still takes PKCE with *plain*, which protects nothing against whoever reads the request (RFC 7636, 4.2).';
    case 'noneAlgorithm':
      return 'It lists *none* as an algorithm of ID tokens: such tokens are unsigned and must be refused (OpenID Connect Core, 2).';
    case 'endpointRefused':
      return codeSpan(warning.sentence);
    case 'endpointMissing':
      return `It names no ${words(warning.name)}, so nobody can sign in.`;
  }
}

const originWarning = (origins: readonly string[]): readonly string[] =>
  origins.length === 0
    ? []
    : [
        `It also sends people, codes or tokens to ${listText(origins)}. That is common, and worth knowing before you trust it.`,
      ];

const keyWarnings = (keys: ProviderReport['keys']): readonly string[] =>
  'problem' in keys
    ? [codeSpan(keys.problem)]
    : [
        ...keys.warnings.map((warning) => keySetTexts[warning]),
        ...keys.keys.flatMap((key, index) =>
          key.flaws.map((flaw) => `Key ${keyName(key, index)}: ${keyFlawTexts[flaw]}`),
        ),
      ];

const keySetTexts: Readonly<Record<KeySetWarning, string>> = {
  noKeys: 'It publishes no keys, so no signature can be checked.',
  withoutId: 'It publishes several keys, and at least one has no name (kid): which one signed a token has to be tried.',
  tooMany: 'It publishes more keys than are shown here.',
};

const keyFlawTexts: Readonly<Record<KeyFlaw, string>> = {
  private: '**its private part is published.** Anybody can sign tokens in the name of the provider.',
  symmetric: '**it is symmetric.** Whoever reads it, and anybody can, signs tokens in the name of the provider.',
  wellKnown: '**everybody has it**: it is the development key that comes with the software of the provider.',
  weak: 'its RSA modulus has less than 2048 bits (RFC 7518, 3.3).',
  damaged: 'it cannot be used: a part is missing, damaged, or does not fit its algorithm (RFC 7518, 6).',
  sameId: 'another key has the same name (kid), so a token does not say which one signed it (RFC 7517, 4.5).',
  unknownKind: 'its kind, or its algorithm for that kind, is not known here, so it was not checked.',
};

/** Its own name, or what else tells it from the others. */
const keyName = ({ id, thumbprint }: KeyFacts, index: number): string =>
  id === undefined && thumbprint === undefined ? `number ${String(index + 1)}` : codeSpan(id ?? thumbprint ?? '');

function keyLines(keys: KeySetFacts | { readonly problem: string }): readonly string[] {
  if ('problem' in keys) return [];
  const lines = keys.keys.map(({ type, strength, algorithm, use, id, thumbprint }) =>
    Object.entries({ type, size: strength, algorithm, use, id, thumbprint })
      .flatMap(([fact, value]) => (value === undefined ? [] : [`${fact} ${codeSpan(value)}`]))
      .join(', '),
  );
  return [`${String(lines.length)} ${lines.length === 1 ? 'key' : 'keys'}`, ...lines];
}

/** At most as many as a person reads; the count says what is missing. */
function listText(values: readonly string[]): string {
  const shown = values.slice(0, 60).map(codeSpan).join(', ');
  return values.length > 60 ? `${shown} and ${String(values.length - 60)} more` : shown;
}

/** `token_endpoint_auth_methods_supported` as "token endpoint auth methods". Names are ours or made of letters only. */
const words = (name: string): string => name.replace(/_supported$/, '').replaceAll('_', ' ');
