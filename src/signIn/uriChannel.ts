import type { Disposable } from '../base/disposables.ts';
import { SsoError } from '../base/ssoError.ts';
import { untilAborted } from '../base/untilAborted.ts';
import type { Log, Surroundings } from '../ports.ts';
import { longestAddress } from './handedAddress.ts';
import type { Expectation, ReturnChannel } from './returnChannel.ts';
import { isSameState } from './sameState.ts';

const defaultPath = '/callback';
const loggedStrays = 3;

export interface UriChannelOptions {
  readonly surroundings: Surroundings;
  /** What is registered for the client. The first address of this editor counts. */
  readonly redirectUris: readonly string[];
  readonly log: Log;
}

/**
 * The way back through an address that the system, or the page of an editor in a browser, hands to the editor (RFC 8252, 7.1).
 * Any program and any page can hand one over: only an answer at the exact path, with the state that is waited for, counts,
 * and that once. All else is ignored, and its query is never written down.
 */
export class UriChannel implements ReturnChannel {
  readonly redirectUri: string;

  /** Without its query. */
  private readonly handedTo: string;
  private readonly listening: Disposable;
  private readonly log: Log;
  private expected: { readonly state: string; readonly resolve: (answer: URL) => void } | undefined;
  private strays = 0;

  /** Fails with `signIn.flowUnavailable` where the system hands this editor nothing. */
  static async open({ surroundings, redirectUris, log }: UriChannelOptions, signal: AbortSignal): Promise<UriChannel> {
    const { ownAddress } = surroundings.host;
    if (ownAddress === undefined) {
      throw new SsoError('signIn.flowUnavailable', {
        message: 'The system does not know this portable editor by an address, so it cannot hand it the answer.',
        hint: 'Take another way to sign in.',
      });
    }
    const registered = redirectUris.find((uri) => uri.startsWith(`${ownAddress}/`));
    if (registered !== undefined) return new UriChannel(registered, registered, surroundings, log);
    const handedTo = `${ownAddress}${defaultPath}`;
    return new UriChannel(await untilAborted(surroundings.reachable(handedTo), signal), handedTo, surroundings, log);
  }

  private constructor(redirectUri: string, handedTo: string, surroundings: Surroundings, log: Log) {
    this.redirectUri = redirectUri;
    this.handedTo = handedTo;
    this.log = log;
    this.listening = surroundings.onDidOpen((address) => {
      this.take(address);
    });
  }

  expect(authorizationUrl: string, state: string): Expectation {
    const { promise, resolve } = Promise.withResolvers<URL>();
    this.expected = { state, resolve };
    return { answer: promise, open: authorizationUrl };
  }

  /** The browser has long been left: only the editor can say how it ended. */
  end(): void {
    this.dispose();
  }

  dispose(): void {
    this.expected = undefined;
    this.listening.dispose();
  }

  private take(address: string): void {
    const { expected } = this;
    const query = this.queryOf(address);
    if (!query || !expected || !isSameState(query, expected.state)) {
      this.strays++;
      if (this.strays <= loggedStrays) this.log.warn('An address that belongs to no sign-in was ignored.');
      return;
    }
    this.expected = undefined; // taken once
    const answer = new URL(this.redirectUri);
    answer.search = query.toString();
    expected.resolve(answer);
  }

  /** Undefined where the address is another than the one that the answer is sent to. */
  private queryOf(address: string): URLSearchParams | undefined {
    if (address.length > longestAddress) return undefined;
    const at = address.indexOf('?');
    return at >= 0 && address.slice(0, at) === this.handedTo ? new URLSearchParams(address.slice(at + 1)) : undefined;
  }
}
