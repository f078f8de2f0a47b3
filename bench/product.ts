/** The doorway for benchmarks and outside test suites: thin calls into the product, nothing of its own. */
import { forgetMetadata } from '../src/signIn/discover.ts';
import { signIn as productSignIn } from '../src/signIn/signIn.ts';

export interface SignInCall {
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scope: string;
  /** Stands in for the browser. */
  readonly openUrl: (url: string) => unknown;
}

/** The product's own loopback sign-in. Calling it counts as the setting that allows http on loopback hosts. */
export async function signIn({ issuer, clientId, scope, openUrl }: SignInCall): Promise<{ id_token: string }> {
  const { idToken } = await productSignIn(
    { issuer, clientId, scopes: scope.split(' '), allowHttpOnLoopback: true },
    { browser: { open: async (url) => (await openUrl(url), true) }, clock, fetch, log },
    new AbortController().signal,
  );
  return { id_token: idToken };
}

/** Forgets metadata and keys, so that the next sign-in is a cold one. */
export const reset = (): void => {
  forgetMetadata();
};

const clock = {
  now: () => new Date(),
  after: (milliseconds: number, work: () => void) => {
    const timer = setTimeout(work, milliseconds).unref();
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

const log = { info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined };
