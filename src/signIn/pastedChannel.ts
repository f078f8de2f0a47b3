import { SsoError } from '../base/ssoError.ts';
import { loopbackOf } from './flows.ts';
import type { SignInPerson } from './request.ts';
import type { Expectation, ReturnChannel } from './returnChannel.ts';
import { isSameState } from './sameState.ts';

/** Where nothing is set: below the ports that systems give away, so that hardly anything listens there. */
const plausiblePort = 28_493;
const longest = 64 * 1024;

export interface PastedChannelOptions {
  /** What is registered for the client. The first loopback address counts. */
  readonly redirectUris: readonly string[];
  readonly ports: readonly number[];
  readonly person: Pick<SignInPerson, 'pastedAddress'>;
  /**
   * The provider names itself in its answers (RFC 9207). A code alone is then not enough: nothing would tell whether it is
   * the code of this provider.
   */
  readonly namesIssuer: boolean;
}

/**
 * The way back through the person, who pastes the address that the browser ended at: a loopback address where nobody
 * listens. A code alone is taken too. It is worth nothing with another sign-in's verifier and nonce (RFC 7636, 1; OpenID
 * Connect Core 1.0, 3.1.3.7), so the state that is missing then is not what protects it.
 */
export class PastedChannel implements ReturnChannel {
  readonly redirectUri: string;

  private readonly person: PastedChannelOptions['person'];
  private readonly namesIssuer: boolean;
  private asking = new AbortController();

  constructor({ redirectUris, ports, person, namesIssuer }: PastedChannelOptions) {
    this.redirectUri = redirectUriOf(redirectUris, ports);
    this.person = person;
    this.namesIssuer = namesIssuer;
  }

  expect(authorizationUrl: string, state: string): Expectation {
    this.asking.abort();
    this.asking = new AbortController();
    const answer = this.ask(state, this.asking.signal);
    answer.catch(() => undefined); // whoever waits for it hears it; at the end of the sign-in nobody does
    return { answer, open: authorizationUrl };
  }

  /** The browser shows a page that does not load: only the editor can say how it ended. */
  end(): void {
    this.dispose();
  }

  dispose(): void {
    this.asking.abort();
  }

  private async ask(state: string, signal: AbortSignal): Promise<URL> {
    const read = (text: string): URL | string => this.read(text, state);
    const problem = (text: string): string | undefined => {
      const found = read(text);
      return typeof found === 'string' ? found : undefined;
    };
    const text = await this.person.pastedAddress(problem, signal);
    if (text === undefined) throw new SsoError('operation.cancelled', { message: 'The sign-in was cancelled.' });
    const answer = read(text);
    if (typeof answer !== 'string') return answer;
    throw new SsoError('signIn.answerInvalid', { message: answer, hint: 'Start the sign-in again.' });
  }

  /** The answer as an address, or what is wrong with the text, in words. */
  private read(pasted: string, state: string): URL | string {
    const text = pasted.trim();
    if (text === '') return 'Paste the address that the browser ended at.';
    if (text.length > longest) return 'This is too long to be that address.';
    const expected = new URL(this.redirectUri);
    const isShortened = text.startsWith(`${expected.host}/`); // some browsers leave the scheme out
    const isAddress = isShortened || /^[a-z][a-z0-9+.-]*:/i.test(text);
    return isAddress
      ? this.readAddress(isShortened ? `http://${text}` : text, expected, state)
      : this.readCode(text, expected, state);
  }

  private readAddress(text: string, expected: URL, state: string): URL | string {
    const answer = URL.parse(text);
    if (answer?.origin !== expected.origin || answer.pathname !== expected.pathname) {
      return `The address that is meant begins with ${this.redirectUri} and appears once the sign-in in the browser is finished.`;
    }
    if (!answer.searchParams.has('code') && !answer.searchParams.has('error')) {
      return 'The address holds no answer of the provider. Copy it whole.';
    }
    if (!isSameState(answer.searchParams, state)) {
      return 'The address belongs to another sign-in. Paste the one of the page that opened last.';
    }
    answer.hash = '';
    return answer;
  }

  private readCode(text: string, expected: URL, state: string): URL | string {
    if (!/^[\x21-\x7e]{6,4096}$/.test(text) || /[?&#]|^code=/.test(text)) {
      return 'This is neither the address nor a code. Copy the whole address.';
    }
    if (this.namesIssuer)
      return 'This provider names itself in the address, so the code alone is not enough. Copy it whole.';
    expected.searchParams.set('code', text);
    expected.searchParams.set('state', state);
    return expected;
  }
}

/** A registered address without a port may come with any (RFC 8252, 7.3); port 80 would more likely be somebody's. */
function redirectUriOf(redirectUris: readonly string[], ports: readonly number[]): string {
  const address = loopbackOf(redirectUris) ?? new URL('http://127.0.0.1/callback');
  if (address.port === '') address.port = String(ports[0] ?? plausiblePort);
  return address.href;
}
