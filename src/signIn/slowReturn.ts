import { untilAborted } from '../base/untilAborted.ts';
import type { SignInDeps } from './request.ts';

/** Most people are back by then; who is not may be looking at a page that says what is wrong. */
const patienceMs = 20_000;

/**
 * Waits for the browser to come back. A provider that does not know the redirect URI says so on its own page and sends
 * nobody back (RFC 6749, 4.1.2.1), so after a while the person is told what to register.
 */
export async function slowReturn(
  answer: Promise<URL>,
  redirectUri: string,
  { clock, person }: Pick<SignInDeps, 'clock' | 'person'>,
  signal: AbortSignal,
): Promise<URL> {
  const since = clock.now().getTime();
  const patience = clock.after(patienceMs, () => {
    person.step(`If the page of the provider names the redirect URI: register ${redirectUri}`);
  });
  try {
    const address = await untilAborted(answer, signal);
    const wasTold = clock.now().getTime() - since >= patienceMs;
    if (wasTold) person.step('The browser came back; its answer is checked'); // nobody is to register anything any more
    return address;
  } finally {
    patience.dispose();
  }
}
