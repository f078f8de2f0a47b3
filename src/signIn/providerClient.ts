import * as oidc from 'openid-client';
import { errorCode } from '../base/foreign.ts';
import { hasCode } from '../base/ssoError.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { ClockSkew, toleranceS } from './clockSkew.ts';
import type { Metadata } from './discover.ts';
import { asSignInFailure } from './failure.ts';
import { doubtKeys, keepKeys, lendKeys, readKeys } from './keys.ts';

/** What passed by while the library was at work. */
interface Seen {
  tokenAnswer: string;
  lent: oidc.ExportedJWKSCache | undefined;
  areKeysOld: boolean;
}

/**
 * Runs `use` with the library's client for one provider: a public client, with the signature of every ID token checked
 * (the library leaves that out by default in the code flow, OpenID Connect Core 1.0, 3.1.3.7). `fetch` has to end by itself.
 */
export async function withProviderClient<Result>(
  metadata: Metadata,
  clientId: string,
  { fetch, clock, log }: { readonly fetch: Fetch; readonly clock: Clock; readonly log: Log },
  use: (client: oidc.Configuration) => Promise<Result>,
): Promise<Result> {
  const client = await clientFor(metadata, clientId);
  const skew = new ClockSkew(metadata.issuer, clock, log);
  const tokenEndpoint = new URL(metadata.token_endpoint).href;
  const keysAddress = new URL(metadata.jwks_uri).href;
  const seen: Seen = { tokenAnswer: '', lent: undefined, areKeysOld: false };
  client[oidc.customFetch] = async (url, { body, headers, method, signal }) => {
    if (url === keysAddress && method === 'GET') {
      const { keys, areFromBefore } = await readKeys(metadata, seen.tokenAnswer, { fetch, clock, log });
      seen.areKeysOld = areFromBefore;
      return Response.json(keys);
    }
    const answer = await fetch(url, { body: body ?? null, headers, method, signal: signal ?? null });
    if (method === 'POST') skew.hear(answer.headers); // others may come out of a cache, with the time of back then
    if (url !== tokenEndpoint) return answer;
    const text = await answer.text();
    seen.tokenAnswer = text;
    seen.lent = await lendKeys(metadata.issuer, client, text, clock);
    return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
  };
  client.timeout = undefined; // two clocks for one request would only cost
  oidc.enableNonRepudiationChecks(client);
  // http came through discovery, which takes it for loopback issuers only
  if (new URL(metadata.issuer).protocol === 'http:') oidc.allowInsecureRequests(client);
  try {
    return await use(client);
  } catch (thrown) {
    if (errorCode(thrown) === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') throw skew.failure();
    if (hasCode(asSignInFailure(thrown, metadata.issuer), 'signIn.answerInvalid')) doubtKeys(metadata.issuer, clock);
    throw thrown;
  } finally {
    if (!seen.areKeysOld) keepKeys(metadata.issuer, client, seen.lent, clock);
  }
}

/** Only by its own discovery does the library put the tenant of a token into an issuer template; it is given what was read already. */
async function clientFor(metadata: Metadata, clientId: string): Promise<oidc.Configuration> {
  const own = { [oidc.clockTolerance]: toleranceS };
  const { issuerTemplate, ...published } = metadata;
  if (issuerTemplate === undefined) return new oidc.Configuration(metadata, clientId, own, oidc.None());
  return oidc.discovery(new URL(metadata.issuer), clientId, own, oidc.None(), {
    [oidc.customFetch]: () => Promise.resolve(Response.json({ ...published, issuer: issuerTemplate })),
  });
}
