import type { Log } from '../ports.ts';

/** How a provider is told for which API an access token is wanted. */
export type AudienceWay =
  /** A parameter of its own in both requests (RFC 8707, 2). */
  | 'resource'
  /** A scope that begins with the API's name; a `resource` beside it is refused (Microsoft Entra, AADSTS901002). */
  | 'scope'
  /** The parameter `audience` of the authorization request (Auth0). */
  | 'parameter'
  /** Nothing: the provider's own configuration decides (Keycloak, audience mappers). */
  | 'mapping';

interface Known {
  readonly way: AudienceWay;
  readonly fits: (metadata: Readonly<Record<string, unknown>>) => boolean;
}

/** Told from what the metadata looks like, since none of it announces the way. To know another, add a row. */
const known: readonly Known[] = [
  { way: 'scope', fits: ({ token_endpoint }) => pathOf(token_endpoint).endsWith('/oauth2/v2.0/token') },
  { way: 'parameter', fits: (metadata) => typeof metadata['mfa_challenge_endpoint'] === 'string' },
  { way: 'mapping', fits: ({ token_endpoint }) => pathOf(token_endpoint).endsWith('/protocol/openid-connect/token') },
];

export const audienceWay = (metadata: Readonly<Record<string, unknown>>): AudienceWay =>
  known.find(({ fits }) => fits(metadata))?.way ?? 'resource';

export interface AskedAudience {
  readonly scopes: readonly string[];
  /** For the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** For the token request, first and renewed. */
  readonly tokenParameters: Readonly<Record<string, string>>;
}

/** What asking for an audience adds to the requests. */
export function askForAudience(
  audience: string | undefined,
  scopes: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
  log: Pick<Log, 'info'>,
): AskedAudience {
  if (audience === undefined) return { scopes, parameters: {}, tokenParameters: {} };
  switch (audienceWay(metadata)) {
    case 'resource':
      return { scopes, parameters: { resource: audience }, tokenParameters: { resource: audience } };
    case 'scope': {
      const prefix = `${audience.replace(/\/$/, '')}/`;
      const named = scopes.some((scope) => scope.startsWith(prefix));
      return { scopes: named ? scopes : [...scopes, `${prefix}.default`], parameters: {}, tokenParameters: {} };
    }
    case 'parameter':
      return { scopes, parameters: { audience }, tokenParameters: {} };
    case 'mapping':
      log.info('The audience of access tokens is decided by the mappers of the provider; nothing is sent for it.');
      return { scopes, parameters: {}, tokenParameters: {} };
  }
}

const pathOf = (endpoint: unknown): string =>
  typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).pathname : '';
