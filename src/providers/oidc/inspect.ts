/**
 * The room `providers/oidc`: what any OpenID Connect provider publishes about itself, as facts. It reads and judges
 * nothing about an environment, keeps nothing, and must never send a credential or follow a redirect.
 */
import { isRecord } from '../../base/foreign.ts';
import { isLoopbackHost } from '../../base/loopback.ts';
import { hasCode, SsoError } from '../../base/ssoError.ts';
import { fetchJson, type JsonAnswer } from '../../http/json.ts';
import type { Fetch } from '../../ports.ts';
import { checkEndpoints, foreignOrigins } from '../../signIn/endpoints.ts';
import { parseIssuer } from '../../signIn/issuer.ts';
import { capabilities, type Capability, type Verdict } from './capabilities.ts';
import { keySetFacts, type KeySetFacts } from './keys.ts';
import { isTrue, text, texts, type Metadata } from './metadata.ts';

export interface InspectDeps {
  /** Limited in time and size, and handing redirects back. */
  readonly fetch: Fetch;
  readonly allowHttpOnLoopback: boolean;
}

export type ProviderWarning =
  | { readonly kind: 'issuerSlash' | 'issuerCase' | 'issuerTemplate' | 'parRequired' | 'plainPkce' | 'noneAlgorithm' }
  | { readonly kind: 'endpointRefused'; readonly sentence: string }
  | { readonly kind: 'endpointMissing'; readonly name: string };

/** What a provider says about itself. All texts but the names of fields are the provider's own: show them as plain text. */
export interface ProviderReport {
  /** What was asked. */
  readonly asked: string;
  /** What the provider calls itself. */
  readonly issuer: string;
  /** `oauth` where only authorization server metadata was found (RFC 8414): it may not sign people in. */
  readonly protocol: 'openid' | 'oauth';
  readonly endpoints: readonly { readonly name: string; readonly address: string }[];
  /** Other hosts that people, codes and tokens are sent to. */
  readonly otherOrigins: readonly string[];
  readonly capabilities: readonly (Pick<Capability, 'id' | 'title' | 'matters' | 'source'> & {
    readonly verdict: Verdict;
  })[];
  /** Lists that the provider published, by their name in the metadata. */
  readonly lists: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly keys: KeySetFacts | { readonly problem: string };
  readonly warnings: readonly ProviderWarning[];
}

/**
 * Reads the metadata and keys of the provider at `address`: an issuer, a pasted discovery address, or a bare host.
 * Fails with `issuer.invalid` before any request, `issuer.mismatch` when another provider or a redirect answers, and an
 * `http.*` code when nothing useful does. A key set that cannot be read is part of the report.
 */
export async function inspectProvider(
  address: string,
  deps: InspectDeps,
  signal: AbortSignal,
): Promise<ProviderReport> {
  const asked = parseIssuer(withScheme(address.trim(), deps.allowHttpOnLoopback), deps.allowHttpOnLoopback);
  const { metadata, protocol } = await readMetadata(asked, deps, signal);
  const issuer = text(metadata, 'issuer');
  if (issuer === undefined) throw incomplete(asked);
  return {
    asked,
    issuer,
    protocol,
    endpoints: endpointsOf(metadata),
    otherOrigins: foreignOrigins(asked, metadata),
    capabilities: capabilities.map(({ verdict, ...row }) => ({ ...row, verdict: verdict(metadata) })),
    lists: listNames.flatMap((name) => {
      const values = texts(metadata, name);
      return values ? [{ name, values }] : [];
    }),
    keys: await readKeys(asked, text(metadata, 'jwks_uri'), deps, signal),
    warnings: warningsOf(asked, issuer, metadata),
  };
}

/** People type hosts. https is meant, but for this machine's own, where a provider rarely speaks it. */
function withScheme(address: string, allowHttpOnLoopback: boolean): string {
  if (address === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  const host = /^(\[[^\]]*\]|[^:/]*)/.exec(address)?.[0] ?? '';
  return `${allowHttpOnLoopback && isLoopbackHost(host) ? 'http' : 'https'}://${address}`;
}

async function readMetadata(
  asked: string,
  { fetch }: InspectDeps,
  signal: AbortSignal,
): Promise<{ readonly metadata: Metadata; readonly protocol: ProviderReport['protocol'] }> {
  const base = asked.replace(/\/$/, '');
  const { origin, pathname } = new URL(base);
  const openid = await read(fetch, `${base}/.well-known/openid-configuration`, signal);
  if (isRecord(openid.body) && openid.status === 200) return { metadata: openid.body, protocol: 'openid' };
  if (openid.status === 404) {
    const place = `${origin}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname}`;
    const oauth = await read(fetch, place, signal);
    if (isRecord(oauth.body) && oauth.status === 200) return { metadata: oauth.body, protocol: 'oauth' };
  }
  if (openid.status === 200) throw incomplete(asked);
  throw new SsoError('http.refused', {
    message: `${new URL(asked).host} answered with status ${String(openid.status)} when asked for its metadata.`,
    hint: 'Check the issuer: is it the complete address, with its path?',
  });
}

/** Like {@link fetchJson}, but a page of a 404 is an answer, and a redirect is none. */
async function read(fetch: Fetch, address: string, signal: AbortSignal): Promise<JsonAnswer> {
  let status = 0;
  const watched: Fetch = async (input, init) => {
    const answer = await fetch(input, init);
    ({ status } = answer);
    if (status >= 300 && status <= 399) throw redirected(address, answer.headers.get('location') ?? '');
    return answer;
  };
  try {
    return await fetchJson(watched, address, { signal, redirect: 'manual' });
  } catch (thrown) {
    if (status === 404 && hasCode(thrown, 'http.answerInvalid')) {
      return { status, headers: new Headers(), body: undefined };
    }
    throw thrown;
  }
}

async function readKeys(
  asked: string,
  address: string | undefined,
  { fetch }: InspectDeps,
  signal: AbortSignal,
): Promise<ProviderReport['keys']> {
  if (address === undefined) return { problem: 'It names no address of its keys.' };
  try {
    checkEndpoints(asked, { jwks_uri: address });
    const { status, body } = await read(fetch, address, signal);
    if (status !== 200) return { problem: `Its keys could not be read: status ${String(status)}.` };
    return (await keySetFacts(body)) ?? { problem: 'What it publishes as its keys is no key set (RFC 7517, 5).' };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof SsoError)) throw thrown;
    return { problem: thrown.message };
  }
}

function warningsOf(asked: string, issuer: string, metadata: Metadata): readonly ProviderWarning[] {
  const warnings: ProviderWarning[] = [];
  const spelling = spellingOf(asked, issuer);
  if (spelling) warnings.push({ kind: spelling });
  for (const name of ['authorization_endpoint', 'token_endpoint']) {
    if (text(metadata, name) === undefined) warnings.push({ kind: 'endpointMissing', name });
  }
  for (const { name, address } of endpointsOf(metadata)) {
    try {
      checkEndpoints(asked, { [name]: address });
    } catch (thrown) {
      if (!(thrown instanceof SsoError)) throw thrown;
      warnings.push({ kind: 'endpointRefused', sentence: thrown.message });
    }
  }
  if (isTrue(metadata, 'require_pushed_authorization_requests')) warnings.push({ kind: 'parRequired' });
  if (texts(metadata, 'code_challenge_methods_supported')?.includes('plain')) warnings.push({ kind: 'plainPkce' });
  if (texts(metadata, 'id_token_signing_alg_values_supported')?.includes('none'))
    warnings.push({ kind: 'noneAlgorithm' });
  return warnings;
}

/** A near miss is worth a report that names it; another issuer is not. Fails with `issuer.mismatch`. */
function spellingOf(asked: string, issuer: string): 'issuerSlash' | 'issuerCase' | 'issuerTemplate' | undefined {
  if (issuer === asked || (new URL(asked).pathname === '/' && `${issuer}/` === asked)) return undefined;
  const bare = (text: string): string => text.replace(/\/+$/, '');
  if (bare(issuer) === bare(asked)) return 'issuerSlash';
  if (bare(issuer).toLowerCase() === bare(asked).toLowerCase()) return 'issuerCase';
  if (issuer.includes('{tenantid}')) return 'issuerTemplate';
  throw new SsoError('issuer.mismatch', {
    message: `The provider at ${new URL(asked).host} says that it is another issuer.`,
    hint: 'Inspect the issuer that it names, if that is the one meant.',
    quoted: issuer,
  });
}

function redirected(address: string, location: string): SsoError {
  const target = URL.canParse(location, address) ? new URL(location, address).origin : undefined;
  return new SsoError('issuer.mismatch', {
    message: `${new URL(address).host} redirects requests for what it publishes, and redirects are not followed there.`,
    hint: target
      ? `If ${target} is the provider meant, inspect that address.`
      : 'Use the address that the provider itself gives as its issuer.',
  });
}

const incomplete = (asked: string): SsoError =>
  new SsoError('http.answerInvalid', {
    message: `What ${new URL(asked).host} publishes as its metadata names no issuer.`,
    hint: 'Check that the address is the one of an OpenID Connect provider.',
  });

const endpointsOf = (metadata: Metadata): ProviderReport['endpoints'] =>
  Object.keys(metadata)
    .filter((name) => /^(?:[a-z_]{1,60}_endpoint|jwks_uri)$/.test(name))
    .flatMap((name) => {
      const address = text(metadata, name);
      return address === undefined ? [] : [{ name, address }];
    });

const listNames = [
  'scopes_supported',
  'claims_supported',
  'grant_types_supported',
  'response_types_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'id_token_signing_alg_values_supported',
  'dpop_signing_alg_values_supported',
  'subject_types_supported',
  'prompt_values_supported',
  'acr_values_supported',
];
