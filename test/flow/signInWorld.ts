import { untilAborted } from '../../src/base/untilAborted.ts';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import type { SignedIn, SignInDeps, SignInRequest } from '../../src/signIn/request.ts';
import { signIn } from '../../src/signIn/signIn.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { absentPerson, fakeClients, fakeSurroundings } from '../fakes/signInEdges.ts';
import { BrowserAgent, type Shown } from './browserAgent.ts';

export interface SignInWorld {
  readonly clock: FakeClock;
  readonly log: ReturnType<typeof fakeLog>;
  readonly agent: BrowserAgent;
  /** Addresses that the product opened. */
  readonly opened: string[];
  /** What the browser showed last; settles after the sign-in. */
  readonly shown: () => Promise<Shown | undefined>;
  /** What the person does in the browser once it opened; by default it follows where it is led. */
  browse: (startUrl: string) => Promise<Shown | undefined>;
  readonly cancel: (reason?: unknown) => void;
  readonly signIn: (request?: Partial<SignInRequest>) => Promise<SignedIn>;
}

/** The product's sign-in with a fetch-based browser and a clock that stands still; `edges` take the place of the fakes; without a client id the provider is asked to register the editor. */
export function signInWorld(
  issuer: string,
  edges: Partial<SignInDeps> = {},
  client: Pick<SignInRequest, 'clientId'> = { clientId: 'client' },
): SignInWorld {
  forgetMetadata();
  const clock = new FakeClock(new Date().toISOString());
  const log = fakeLog();
  const agent = new BrowserAgent();
  const opened: string[] = [];
  const cancelling = new AbortController();
  let shown: Promise<Shown | undefined> = Promise.resolve(undefined);
  const world: SignInWorld = {
    clock,
    log,
    agent,
    opened,
    shown: () => shown,
    browse: (startUrl) => agent.visit(startUrl),
    cancel: (reason) => {
      cancelling.abort(reason);
    },
    signIn: (request = {}) =>
      signIn(
        { issuer, ...client, scopes: ['openid'], allowHttpOnLoopback: true, ...request },
        {
          clock,
          log,
          fetch,
          surroundings: fakeSurroundings(),
          person: absentPerson(),
          clients: fakeClients(),
          browser: {
            open: (url) => {
              opened.push(url);
              shown = world.browse(url);
              shown.catch(() => undefined); // looked at by the test, or of no interest to it
              return Promise.resolve(true);
            },
          },
          ...edges,
        },
        cancelling.signal,
      ),
  };
  return world;
}

/** Fails loudly instead of letting a test hang. */
export const soon = <Result>(work: Promise<Result>): Promise<Result> => untilAborted(work, AbortSignal.timeout(3_000));
