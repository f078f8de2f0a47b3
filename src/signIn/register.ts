import * as oidc from 'openid-client';
import * as z from 'zod/mini';
import { SsoError } from '../base/ssoError.ts';
import { fetchJson } from '../http/json.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import type { Fetch, Log } from '../ports.ts';
import { isProofRefused, rememberBinding } from './binding.ts';
import type { Metadata } from './discover.ts';
import type { KnownClient, KnownClients, SignInRequest } from './request.ts';
import { normalScopes } from './scopeText.ts';

const answer = z.looseObject({
  client_id: z.string().check(z.minLength(1)),
  client_secret: z.optional(z.string()),
  token_endpoint_auth_method: z.optional(z.string()),
  redirect_uris: z.optional(z.array(z.string())),
  post_logout_redirect_uris: z.optional(z.array(z.string())),
  registration_access_token: z.optional(z.string()),
  registration_client_uri: z.optional(z.string()),
  dpop_bound_access_tokens: z.optional(z.boolean()),
});

export interface Registering {
  readonly request: SignInRequest;
  readonly metadata: Metadata;
  /** Exactly as it will be sent; absent for the device flow. */
  readonly redirectUri?: string;
  readonly fetch: Fetch;
  readonly clients: KnownClients;
  readonly log: Log;
}

/**
 * The client id to sign in with: the one given, the registration that is known for just this address, or a new one
 * (RFC 7591, 3; a native client without a secret, RFC 8252, 8.4 and 8.5). Fails with `signIn.notRegistered`.
 */
async function clientFor(registering: Registering): Promise<string> {
  const { request, metadata, redirectUri, clients } = registering;
  if (request.clientId !== undefined) return request.clientId;
  const known = await clients.get(metadata.issuer);
  // a registration has the grants of the flow that it was made for
  const fits = redirectUri === undefined ? known?.redirectUris.length === 0 : known?.redirectUris.includes(redirectUri);
  if (!known || fits !== true) return register(registering);
  if (known.bindsTokens === true) rememberBinding(metadata, known.clientId);
  return known.clientId;
}

/**
 * Runs `signIn` with the client id. A registration of this editor that the provider no longer knows is made anew, once.
 */
export async function withRegistration<Result>(
  registering: Registering,
  signIn: (clientId: string) => Promise<Result>,
): Promise<Result> {
  const { request, metadata, clients } = registering;
  try {
    return await signIn(await clientFor(registering));
  } catch (thrown) {
    if (request.clientId !== undefined || !isUnknownClient(thrown)) throw thrown;
    await clients.forget(metadata.issuer);
    return signIn(await register(registering));
  }
}

/** True when the provider no longer knows the client: its registrations may end or be lost (RFC 6749, 5.2: status 401). */
export function isUnknownClient(thrown: unknown): boolean {
  return (
    (thrown instanceof oidc.WWWAuthenticateChallengeError && !isProofRefused(thrown)) ||
    (thrown instanceof oidc.ResponseBodyError &&
      (thrown.error === 'invalid_client' || (thrown.status === 401 && !isProofRefused(thrown))))
  );
}

/** Registers anew, in place of what was known. */
async function register(registering: Registering): Promise<string> {
  const { metadata, redirectUri, fetch, clients, log } = registering;
  const { host } = new URL(metadata.issuer);
  const endpoint = metadata.registration_endpoint;
  if (endpoint === undefined) throw notOffered(host, redirectUri);
  const { status, body } = await fetchJson(fetch, endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted(registering)),
  });
  if (status === 401 || status === 403) throw notOpen(host, redirectUri);
  if (status !== 200 && status !== 201) throw refused(host, status, redirectUri);
  const client = clientIn(body, host, redirectUri);
  await clients.put(metadata.issuer, client);
  if (client.bindsTokens === true) rememberBinding(metadata, client.clientId);
  log.info(`${host} registered this editor as a client.`);
  return client.clientId;
}

/** Client metadata (RFC 7591, 2; OpenID Connect Dynamic Client Registration 1.0, 2). */
function wanted({ request, redirectUri, metadata }: Registering): object {
  const grants: Readonly<Record<SignInFlow, readonly string[]>> = {
    loopback: ['authorization_code'],
    uriHandler: ['authorization_code'],
    pastedUrl: ['authorization_code'],
    deviceCode: ['urn:ietf:params:oauth:grant-type:device_code'],
  };
  const addresses = redirectUri === undefined ? [] : [redirectUri];
  return {
    client_name: 'SSO Toolkit',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: [...grants[request.flow ?? 'loopback'], 'refresh_token'],
    response_types: redirectUri === undefined ? [] : ['code'],
    redirect_uris: addresses,
    ...(metadata.end_session_endpoint === undefined ? {} : { post_logout_redirect_uris: addresses }),
    scope: normalScopes(request.scopes).join(' '),
  };
}

function clientIn(body: unknown, host: string, redirectUri: string | undefined): KnownClient {
  const parsed = answer.safeParse(body);
  if (!parsed.success) {
    throw new SsoError('signIn.notRegistered', {
      message: `The answer of ${host} to registering this editor is of the wrong form.`,
      hint: byHand(redirectUri),
    });
  }
  const { data } = parsed;
  const method = data.token_endpoint_auth_method ?? 'none';
  if (method !== 'none' || data.client_secret !== undefined) {
    throw new SsoError('signIn.notRegistered', {
      message: `${host} registers clients with a secret only, and an editor cannot keep one.`,
      hint: byHand(redirectUri),
    });
  }
  if (redirectUri !== undefined && data.redirect_uris?.includes(redirectUri) === false) {
    throw new SsoError('signIn.notRegistered', {
      message: `${host} registered this editor with other addresses to come back to than were asked for.`,
      hint: byHand(redirectUri),
    });
  }
  return {
    clientId: data.client_id,
    redirectUris: redirectUri === undefined ? [] : [redirectUri],
    ...(redirectUri !== undefined && data.post_logout_redirect_uris?.includes(redirectUri) === true
      ? { postLogoutRedirectUri: redirectUri }
      : {}),
    ...(data.registration_access_token === undefined
      ? {}
      : { registrationAccessToken: data.registration_access_token }),
    ...(data.registration_client_uri === undefined ? {} : { registrationClientUri: data.registration_client_uri }),
    ...(data.dpop_bound_access_tokens === undefined ? {} : { bindsTokens: data.dpop_bound_access_tokens }),
  };
}

const byHand = (redirectUri = 'http://127.0.0.1/callback'): string =>
  `Register a public (native) client with the redirect URI ${redirectUri}, and name its id as signIn.clientId of the environment in sso.json.`;

const notOffered = (host: string, redirectUri: string | undefined): SsoError =>
  new SsoError('signIn.notRegistered', {
    message: `The environment names no client id, and ${host} does not register clients by itself.`,
    hint: byHand(redirectUri),
  });

const notOpen = (host: string, redirectUri: string | undefined): SsoError =>
  new SsoError('signIn.notRegistered', {
    message: `${host} does not let everybody register clients.`,
    hint: byHand(redirectUri),
  });

const refused = (host: string, status: number, redirectUri: string | undefined): SsoError =>
  new SsoError('signIn.notRegistered', {
    message: `${host} did not register this editor (status ${String(status)}).`,
    hint: byHand(redirectUri),
  });
