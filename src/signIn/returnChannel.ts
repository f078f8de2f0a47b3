import type { Disposable } from '../base/disposables.ts';

/** The way back from the provider to the editor. It lives for one sign-in, and whatever reaches it may come from anybody. */
export interface ReturnChannel extends Disposable {
  /** Exactly as sent, in the authorization request, the token request and a registration. */
  readonly redirectUri: string;
  /**
   * From now on an answer with `state` is taken, once. A second call takes the place of the first: a browser that already came back is led
   * on, where the channel can.
   */
  expect(authorizationUrl: string, state: string): Expectation;
  /** Tells the browser how it ended, if it can still be told, and closes within 5 seconds. */
  end(page: string): void;
}

export interface Expectation {
  /** The whole address of the answer. Stays open when none comes. */
  readonly answer: Promise<URL>;
  /** What the browser is to open; absent where it is led there already. */
  readonly open?: string;
}
