import * as oidc from 'openid-client';
import type { Clock, Fetch } from '../ports.ts';
import type { Metadata } from './discover.ts';
import { keepKeys, lendKeys } from './keys.ts';

/**
 * Runs `use` with the library's client for one provider: a public client, with the signature of every ID token checked
 * (the library leaves that out by default in the code flow, OpenID Connect Core 1.0, 3.1.3.7).
 */
export async function withProviderClient<Result>(
  metadata: Metadata,
  clientId: string,
  { fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock },
  use: (client: oidc.Configuration) => Promise<Result>,
): Promise<Result> {
  const client = new oidc.Configuration(metadata, clientId, undefined, oidc.None());
  const tokenEndpoint = new URL(metadata.token_endpoint).href;
  let lent: oidc.ExportedJWKSCache | undefined;
  client[oidc.customFetch] = async (url, { body, headers, method, signal }) => {
    const answer = await fetch(url, { body: body ?? null, headers, method, signal: signal ?? null });
    if (url !== tokenEndpoint) return answer;
    const text = await answer.text();
    lent = lendKeys(metadata.issuer, client, text, clock);
    return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
  };
  oidc.enableNonRepudiationChecks(client);
  // http came through discovery, which takes it for loopback issuers only
  if (new URL(metadata.issuer).protocol === 'http:') oidc.allowInsecureRequests(client);
  try {
    return await use(client);
  } finally {
    keepKeys(metadata.issuer, client, lent, clock);
  }
}
