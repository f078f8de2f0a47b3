import type { ServerMetadata } from 'openid-client';
import * as z from 'zod/mini';
import { hasCode, SsoError } from '../base/ssoError.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import { fetchJson, type JsonAnswer } from '../http/json.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { checkEndpoints } from './endpoints.ts';
import { parseIssuer } from './issuer.ts';
import { forgetKeys } from './keys.ts';

/** What a provider says about itself, checked (OpenID Connect Discovery 1.0, 3). */
export interface Metadata extends ServerMetadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  /** Where one address serves many tenants: the issuer of their tokens, with the tenant's id still to be put in. */
  readonly issuerTemplate?: string;
}

export interface DiscoverDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** True only for our own local provider, or where the person set it. */
  readonly allowHttpOnLoopback: boolean;
}

const maxAgeMs = 10 * 60_000;
const timeoutMs = 10_000;
const known = new Map<string, { readonly metadata: Metadata; readonly readAt: number }>();

/** Forgets all metadata and keys, so that the next use asks the providers again. */
export function forgetMetadata(): void {
  known.clear();
  forgetKeys();
}

/**
 * Reads and checks the metadata of an issuer; remembered for ten minutes. Ends within 10 s, one retry after a network
 * failure included. Fails with `issuer.invalid`, `issuer.mismatch`, `signIn.endpointRefused` or an `http.*` code.
 */
export async function discover(named: string, deps: DiscoverDeps, signal?: AbortSignal): Promise<Metadata> {
  const issuer = parseIssuer(named, deps.allowHttpOnLoopback);
  const now = deps.clock.now().getTime();
  const remembered = known.get(issuer);
  if (remembered && now >= remembered.readAt && now - remembered.readAt < maxAgeMs) return remembered.metadata;
  const metadata = check(issuer, await read(issuer, deps, signal));
  if (metadata.code_challenge_methods_supported?.includes('S256') !== true) {
    deps.log.warn(`${new URL(issuer).host} does not announce PKCE with S256. It is sent all the same.`);
  }
  known.set(issuer, { metadata, readAt: now });
  return metadata;
}

async function read(issuer: string, { fetch, log }: DiscoverDeps, signal?: AbortSignal): Promise<JsonAnswer> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const started = performance.now();
  const attempt = (left: number): Promise<JsonAnswer> =>
    fetchJson(redirectsNamed(boundedFetch(fetch, { timeoutMs: left, log }, signal), issuer), address);
  try {
    return await attempt(timeoutMs);
  } catch (thrown) {
    const left = timeoutMs - (performance.now() - started);
    if (!hasCode(thrown, 'http.unreachable') || left < 100) throw thrown;
    return attempt(left);
  }
}

/** Redirects are not followed: who follows them lets the first host choose the issuer. They are named instead. */
const redirectsNamed =
  (fetch: Fetch, issuer: string): Fetch =>
  async (input, init) => {
    const answer = await fetch(input, init);
    if (answer.status < 300 || answer.status > 399) return answer;
    const location = answer.headers.get('location') ?? '';
    const base = new URL(input instanceof Request ? input.url : input);
    const target = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
    throw new SsoError('issuer.mismatch', {
      message: `${new URL(issuer).host} sends requests for its metadata elsewhere, and redirects are not followed there.`,
      hint: target
        ? `If ${target.origin} is the provider meant, use the issuer at that address.`
        : 'Use the address that the provider itself gives as its issuer.',
    });
  };

const shape = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  revocation_endpoint: z.optional(z.string()),
  end_session_endpoint: z.optional(z.string()),
  registration_endpoint: z.optional(z.string()),
  device_authorization_endpoint: z.optional(z.string()),
  pushed_authorization_request_endpoint: z.optional(z.string()),
  userinfo_endpoint: z.optional(z.string()),
  code_challenge_methods_supported: z.optional(z.array(z.string())),
  id_token_signing_alg_values_supported: z.optional(z.array(z.string())),
  authorization_response_iss_parameter_supported: z.optional(z.boolean()),
  dpop_signing_alg_values_supported: z.optional(z.array(z.string())),
  require_pushed_authorization_requests: z.optional(z.boolean()),
});

function check(issuer: string, { status, body }: JsonAnswer): Metadata {
  const { host } = new URL(issuer);
  if (status !== 200) {
    throw new SsoError('http.refused', {
      message: `${host} answered with status ${String(status)} when asked for its metadata.`,
      hint: 'Check the issuer: is it the complete address, with its path?',
    });
  }
  const parsed = shape.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).filter((path) => path !== '');
    throw new SsoError('http.answerInvalid', {
      message: `The metadata of ${host} is incomplete or of the wrong form${fields.length > 0 ? ` (${fields.join(', ')})` : ''}.`,
      hint: 'Check that the issuer is an OpenID Connect provider.',
    });
  }
  const isTemplate = isTenantTemplate(parsed.data.issuer, issuer);
  if (!isTemplate && !sameIssuer(parsed.data.issuer, issuer)) throw mismatch(issuer, parsed.data.issuer);
  checkEndpoints(issuer, parsed.data);
  const own = isTemplate ? { ...parsed.data, issuer, issuerTemplate: parsed.data.issuer } : parsed.data;
  return own as unknown as Metadata; // the shape above plus whatever else the provider published as JSON
}

/**
 * Microsoft Entra's `common` and `organizations` publish an issuer with `{tenantid}` in it; each token names its own tenant, and
 * the library puts that in. Nobody else's template is taken.
 */
const isTenantTemplate = (said: string, asked: string): boolean =>
  new URL(asked).origin === 'https://login.microsoftonline.com' &&
  ['common', 'organizations', 'consumers'].some((tenants) => said.replace('{tenantid}', tenants) === asked) &&
  said.includes('{tenantid}');

/** Exact (Discovery 1.0, 4.3), but an empty path and `/` are one address (RFC 3986, 6.2.3). */
const sameIssuer = (said: string, asked: string): boolean =>
  said === asked || (isRoot(said) && isRoot(asked) && said.replace(/\/$/, '') === asked.replace(/\/$/, ''));

const isRoot = (issuer: string): boolean => URL.canParse(issuer) && new URL(issuer).pathname === '/';

function mismatch(asked: string, said: string): SsoError {
  const simple = (issuer: string): string => issuer.toLowerCase().replace(/\/+$/, '');
  const near = simple(asked) === simple(said);
  const template = said.includes('{');
  const showable = !template && URL.canParse(said) && said.length <= 200 && new URL(said).href.startsWith(said);
  return new SsoError('issuer.mismatch', {
    message: near
      ? `The issuer is spelt differently by the provider at ${new URL(asked).host}.`
      : `The provider at ${new URL(asked).host} says that it is another issuer.`,
    hint: template
      ? 'This address serves many tenants. Use the issuer of your own tenant.'
      : showable
        ? `Use exactly ${said}`
        : 'Ask whoever runs the provider for its issuer.',
  });
}
