import type { Disposable } from '../../base/disposables.ts';
import { SsoError } from '../../base/ssoError.ts';
import type { Clock, Fetch } from '../../ports.ts';
import { adminUrl, startAgain, type AdminAccess } from './adminRequest.ts';

/** Milliseconds until the answer must have begun. */
const answerLimit = 10_000;

/** Milliseconds without a sign of life after which a provider counts as gone, though its connection still stands. */
export const silenceLimit = 15_000; // three heartbeats

/**
 * Tells the provider that this window uses it, for as long as the lease is not disposed: one open answer, with heartbeats.
 * The provider ends by itself after its last lease. `onLost` runs once, unless disposed before, as soon as the connection
 * drops, which is how a stopped or killed provider is noticed. Fails with a `provider.*` code.
 */
export async function takeLease(
  access: AdminAccess,
  windowId: string,
  { fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock },
  onLost: () => void,
): Promise<Disposable> {
  const ended = new AbortController();
  const url = adminUrl(access, '/admin/lease');
  url.searchParams.set('window', windowId);
  let watch = clock.after(answerLimit, () => {
    ended.abort();
  });
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${access.secret}` },
    redirect: 'error', // the secret goes nowhere else
    signal: ended.signal,
  })
    .catch((cause: unknown) => {
      throw new SsoError('provider.unreachable', {
        message: 'The local provider did not give a lease.',
        hint: startAgain,
        cause,
      });
    })
    .finally(() => {
      watch.dispose();
    });
  if (!response.ok || !response.body) {
    ended.abort();
    throw new SsoError('provider.refused', {
      message: `The local provider refused a lease with status ${String(response.status)}.`,
      hint: startAgain,
    });
  }

  let disposed = false;
  const rest: ReadableStream<Uint8Array> = response.body;
  const follow = async (): Promise<void> => {
    const restartWatch = (): void => {
      watch.dispose();
      watch = clock.after(silenceLimit, () => {
        ended.abort();
      });
    };
    restartWatch();
    for await (const heartbeat of rest) if (heartbeat.byteLength > 0) restartWatch();
  };
  const lost = (): void => {
    watch.dispose();
    if (!disposed) onLost();
  };
  follow().then(lost, lost); // an ended and a broken connection mean the same
  return {
    dispose: () => {
      disposed = true;
      watch.dispose();
      ended.abort();
    },
  };
}
