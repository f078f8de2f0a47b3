import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import { boundedFetch } from '../http/boundedFetch.ts';
import type { Browser } from '../ports.ts';
import { authorizationRequest } from './authorizationRequest.ts';
import { boundAsNeeded } from './binding.ts';
import { discover } from './discover.ts';
import { needOrigins } from './endpoints.ts';
import { keepRedirectUri } from './exactRedirectUri.ts';
import { exchange } from './exchange.ts';
import { asSignInFailure } from './failure.ts';
import { loopbackOf } from './flows.ts';
import { readKeysAhead } from './keys.ts';
import { type BrowserFlow, openChannel } from './openChannel.ts';
import { failedPage, signedInPage } from './pages.ts';
import { withProviderClient } from './providerClient.ts';
import { withRegistration } from './register.ts';
import type { SignedIn, SignInDeps, SignInRequest } from './request.ts';
import type { Expectation } from './returnChannel.ts';
import { slowReturn } from './slowReturn.ts';

export interface WayBack {
  readonly flow: BrowserFlow;
  /** Hears the address that the browser is sent back to. */
  readonly opened: (redirectUri: string) => void;
}

/** The code flow (OpenID Connect Core 1.0, 3.1) for a public client, through the person's browser and whatever leads back. */
export async function codeFlow(
  request: SignInRequest,
  issuer: string,
  deps: SignInDeps,
  signal: AbortSignal,
  { flow, opened }: WayBack,
): Promise<SignedIn> {
  const { browser, clock, log } = deps;
  const fetch = boundedFetch(deps.fetch, { log }, signal);
  const known = { fetch: deps.fetch, clock, log, allowHttpOnLoopback: request.allowHttpOnLoopback };
  const discovering = untilAborted(discover(issuer, known, signal), signal);
  discovering.catch(() => undefined); // waited for below; until then nobody would listen to its failure
  const channel = await openChannel(
    flow,
    { ...request, ports: await portsFor(request, issuer, deps) },
    deps,
    discovering,
    signal,
  );
  opened(channel.redirectUri);
  try {
    const metadata = await discovering;
    needOrigins(metadata, request.origins ?? []);
    readKeysAhead(metadata, fetch, clock);
    const { redirectUri } = channel;
    const once = (clientId: string): Promise<SignedIn> =>
      boundAsNeeded(metadata, { ...request, clientId }, (isBound) =>
        withProviderClient(metadata, clientId, { fetch, clock, log }, async (client) => {
          keepRedirectUri(client, redirectUri);
          const sent = await authorizationRequest(client, metadata, { ...request, redirectUri, isBound }, log);
          const coming = answerOf(channel.expect(sent.url, sent.state), browser);
          const answer = await slowReturn(coming, redirectUri, deps, signal);
          return exchange(client, metadata, answer, sent, { ...request, clientId }, { clock, log });
        }),
      );
    const signedIn = await withRegistration({ ...deps, request, metadata, redirectUri, fetch }, once);
    signal.throwIfAborted();
    channel.end(signedInPage(signedIn.label));
    return signedIn;
  } catch (thrown) {
    const failure = asSignInFailure(thrown, issuer, channel.redirectUri);
    if (signal.aborted || !(failure instanceof SsoError)) channel.dispose();
    else channel.end(failedPage(failure.message, failure.hint, failure.quoted));
    throw failure;
  }
}

/** The port of a registration of this editor comes first, so that it fits again. */
async function portsFor({ clientId, ports = [] }: SignInRequest, issuer: string, { clients }: SignInDeps) {
  const known = clientId === undefined ? await clients.get(issuer) : undefined;
  const port = Number(loopbackOf(known?.redirectUris ?? [])?.port ?? '');
  return port === 0 ? ports : [port, ...ports];
}

/** The answer may be there before the editor says that it opened the browser; only a clear "no" ends the attempt. */
const answerOf = ({ answer, open }: Expectation, browser: Browser): Promise<URL> =>
  open === undefined ? answer : Promise.race([answer, whileOpening(browser, open, answer)]);

async function whileOpening(browser: Browser, address: string, answer: Promise<URL>): Promise<URL> {
  let opened: boolean;
  try {
    opened = await browser.open(address);
  } catch (cause) {
    throw notOpened(cause);
  }
  if (!opened) throw notOpened();
  return answer;
}

const notOpened = (cause?: unknown): SsoError =>
  new SsoError('browser.notOpened', {
    message: 'The browser was not opened, so the sign-in ended.',
    hint: 'Sign in again and allow the editor to open the address.',
    cause,
  });
