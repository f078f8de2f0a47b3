import { randomBytes } from 'node:crypto';
import { Disposables } from '../base/disposables.ts';
import { hasCode, SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import type { Browser, Clock, Fetch, Log, Surroundings } from '../ports.ts';
import { discover } from './discover.ts';
import { needOrigins } from './endpoints.ts';
import { isNear, loopbackOf } from './flows.ts';
import { LoopbackListener } from './loopbackListener.ts';
import { loopbackPlace } from './loopbackPlace.ts';
import { signedOutPage } from './pages.ts';

/** A session whose end the provider is to be told by the browser. */
export interface Endable {
  readonly issuer: string;
  readonly clientId: string;
  readonly idToken: string;
  readonly allowHttpOnLoopback: boolean;
  readonly origins: readonly string[];
  /** As registered: only then the browser may come back. */
  readonly postLogoutRedirectUri?: string | undefined;
}

export interface EndSessionDeps {
  readonly browser: Browser;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly surroundings: Surroundings;
}

/** `opened`: the page of the provider is up, and what the person does there is not known. */
export type SessionEnd = { readonly kind: 'ended' } | { readonly kind: 'opened' } | { readonly kind: 'unsupported' };

const patienceMs = 10_000;
const anyPort = 'http://127.0.0.1/callback';

/**
 * Ends the session of the browser at the provider (OpenID Connect RP-Initiated Logout 1.0, 2). The address holds the ID
 * token, so it reaches the browser by a redirect from a short address of this machine wherever that can be.
 * Fails with `browser.notOpened`, `issuer.unconfirmed`, with `operation.cancelled` when `signal` fires, or as discovery
 * fails.
 */
export async function endSession(session: Endable, deps: EndSessionDeps, signal: AbortSignal): Promise<SessionEnd> {
  try {
    return await endByBrowser(session, deps, signal);
  } catch (thrown) {
    throw signal.aborted ? notWaitedFor() : thrown;
  }
}

async function endByBrowser(session: Endable, deps: EndSessionDeps, signal: AbortSignal): Promise<SessionEnd> {
  const { browser, clock, surroundings } = deps;
  const metadata = await untilAborted(discover(session.issuer, { ...deps, ...session }, signal), signal);
  needOrigins(metadata, session.origins);
  const endpoint = metadata.end_session_endpoint;
  if (endpoint === undefined) return { kind: 'unsupported' };
  const state = randomBytes(32).toString('base64url');
  const addressOf = (comesBackTo: string | undefined): string => {
    const address = new URL(endpoint);
    address.searchParams.set('id_token_hint', session.idToken);
    address.searchParams.set('client_id', session.clientId);
    if (comesBackTo !== undefined) {
      address.searchParams.set('post_logout_redirect_uri', comesBackTo);
      address.searchParams.set('state', state);
    }
    return address.href;
  };
  const registered = session.postLogoutRedirectUri;
  const elsewhere = isHere(registered) ? undefined : registered;
  if (!isNear(surroundings.host)) {
    await opened(browser, addressOf(elsewhere));
    return { kind: 'opened' };
  }
  const { listener, isExpected } = await listenAt(registered, deps);
  const waiting = new Disposables();
  try {
    const comesBackTo = isExpected ? listener.redirectUri : elsewhere;
    const { answer, open } = listener.expect(addressOf(comesBackTo), state);
    // the browser may be back before the editor says that it opened it
    const opening = open === undefined ? Promise.resolve() : opened(browser, open);
    const back = answer.then(() => true);
    const isBack = await untilAborted(Promise.race([back, opening.then(() => later(clock, waiting))]), signal);
    if (isBack) listener.end(signedOutPage());
    else listener.dispose();
    return { kind: isBack && isExpected ? 'ended' : 'opened' };
  } catch (thrown) {
    listener.dispose();
    throw thrown;
  } finally {
    waiting.dispose();
  }
}

/** Where the registered port is taken, the page is opened all the same, and the browser stays there. */
async function listenAt(registered: string | undefined, { clock, log }: EndSessionDeps) {
  const isExpected = isHere(registered);
  const open = (address: string) => LoopbackListener.open(loopbackPlace([address], []), clock, log);
  try {
    return { listener: await open(isExpected ? registered : anyPort), isExpected };
  } catch (thrown) {
    if (!isExpected || !hasCode(thrown, 'signIn.portUnavailable')) throw thrown;
    return { listener: await open(anyPort), isExpected: false };
  }
}

const isHere = (registered: string | undefined): registered is string =>
  registered !== undefined && loopbackOf([registered]) !== undefined;

const later = (clock: Clock, waiting: Disposables): Promise<false> =>
  new Promise((resolve) => {
    waiting.add(
      clock.after(patienceMs, () => {
        resolve(false);
      }),
    );
  });

const notWaitedFor = (): SsoError =>
  new SsoError('operation.cancelled', {
    message: 'You are signed out here. Whether you are signed out at the provider too is not known.',
  });

async function opened(browser: Browser, address: string): Promise<void> {
  if (await browser.open(address)) return;
  throw new SsoError('browser.notOpened', {
    message: 'The browser was not opened, so you are signed out here, not at the provider.',
    hint: 'Open the pages of the provider and sign out there.',
  });
}
