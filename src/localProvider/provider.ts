import { Provider, errors, type Configuration, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { isRecord } from '../base/foreign.ts';
import { adapterFor } from './adapter.ts';
import { accessClaims, accountOf, claimNames } from './claims.ts';
import { renderError } from './errorPage.ts';
import { grantFor } from './grants.ts';
import type { GrantStore } from './grantStore.ts';
import type { Identity } from './identity.ts';
import { policyFor } from './interactionPolicy.ts';
import type { SigningKey } from './keys.ts';
import { logoutSource, postLogoutSuccessSource } from './logout.ts';
import type { People } from './people.ts';
import { pipeline } from './pipeline.ts';
import type { Registrations } from './registrations.ts';
import { registrationPolicy, registrationTokenTtl, selfRegistration } from './selfRegistration.ts';

export interface ProviderDeps {
  readonly identity: Identity;
  readonly keys: readonly SigningKey[];
  readonly people: () => People;
  readonly stores: { readonly registrations: Registrations; readonly grants: GrantStore };
  /** Seconds that an access token is good for. */
  readonly accessTokenTtl: number;
}

const day = 24 * 60 * 60;

/** The protocol side: oidc-provider with everything it leaves open by default closed or decided. */
export function makeProvider(issuer: string, deps: ProviderDeps, log: (line: string) => void): Provider {
  const provider = new Provider(issuer, configuration(deps));
  pipeline(provider);
  provider.on('server_error', (ctx, error) => {
    log(`${ctx.method} ${ctx.path} failed: ${error.stack ?? error.message}`);
  });
  return provider;
}

function configuration({ identity, keys, people, stores, accessTokenTtl }: ProviderDeps): Configuration {
  const { registrations, grants } = stores;
  const cookie = `sso_${identity.instanceId.slice(0, 8)}`; // cookies know no ports: two providers share one jar
  return {
    adapter: (model: string) => adapterFor(model, registrations, grants),
    jwks: { keys: keys.map((key) => ({ ...key })) },
    cookies: {
      names: { session: `${cookie}_session`, interaction: `${cookie}_interaction`, resume: `${cookie}_resume` },
      keys: [...identity.cookieKeys],
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    // whoever asks for sign-in gets all of it: a local provider has nothing to hide from its own applications
    claims: { openid: [...claimNames(people())], profile: ['name'], email: ['email'] },
    findAccount: (ctx, key) => accountOf(people(), registrations, key, () => ctx.oidc.client?.clientId),
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'], userinfoSigningAlgValues: ['RS256', 'ES256'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => true, // foreign origins were refused before, see guards.ts
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    loadExistingGrant: grantFor,
    extraTokenClaims: (_ctx, token) => tokenClaims(people(), registrations, token),
    interactions: { policy: policyFor(people), url: (_ctx, { uid }) => `/interaction/${uid}` },
    renderError,
    fetch: fetchNothing,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      revocation: { enabled: true },
      clientCredentials: { enabled: true },
      registration: {
        enabled: true,
        initialAccessToken: true,
        policies: { [registrationPolicy]: selfRegistration(registrations) },
      },
      registrationManagement: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, indicator) => resourceServer(registrations, ctx, indicator),
      },
    },
    ttl: {
      AccessToken: accessTokenTtl,
      AuthorizationCode: 60,
      ClientCredentials: accessTokenTtl,
      Grant: 14 * day,
      IdToken: 60 * 60,
      InitialAccessToken: registrationTokenTtl,
      Interaction: 60 * 60,
      RefreshToken: 14 * day,
      Session: 14 * day,
    },
  };
}

/** Whatever a registration says, this provider asks no other server. */
const fetchNothing = (): Promise<never> => Promise.reject(new Error('The local provider fetches nothing.'));

/** An API that is registered, with its scopes; its access tokens are JWTs for its audience (RFC 8707, RFC 9068). */
function resourceServer(registrations: Registrations, _ctx: KoaContextWithOIDC, indicator: string): ResourceServer {
  const api = registrations.api(indicator);
  if (api?.fields.audience === undefined) throw new errors.InvalidTarget('no registered API has this audience');
  return {
    audience: api.fields.audience,
    scope: (api.fields.scopes ?? []).join(' '),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
}

function tokenClaims(people: People, registrations: Registrations, token: object) {
  if (!('accountId' in token) || typeof token.accountId !== 'string') return undefined;
  if (!('resourceServer' in token) || !isRecord(token.resourceServer)) return undefined;
  const { audience } = token.resourceServer;
  const api = typeof audience === 'string' ? registrations.api(audience) : undefined;
  return { ...accessClaims(people, registrations, token.accountId, api?.clientId) };
}
