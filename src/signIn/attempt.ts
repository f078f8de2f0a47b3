import { type Disposable, Disposables } from '../base/disposables.ts';
import { SsoError } from '../base/ssoError.ts';
import type { Clock } from '../ports.ts';

const running = new Map<string, AbortController>();

/** One try to sign in, from its start until it ends by itself, is cancelled, runs out of time, or a newer one begins. */
export interface Attempt extends Disposable {
  /** Fires with an `SsoError` that says which of these it was. */
  readonly signal: AbortSignal;
}

/** Begins an attempt and ends the one that still runs for the same issuer: a person who clicks twice means one sign-in. */
export function beginAttempt(issuer: string, { clock, timeoutMs, timeout, signal }: AttemptOptions): Attempt {
  running.get(issuer)?.abort(cancelled('A newer sign-in to the same provider took the place of this one.'));
  const attempt = new AbortController();
  running.set(issuer, attempt);
  const owned = new Disposables();
  const cancel = (): void => {
    attempt.abort(cancelled('The sign-in was cancelled.'));
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  owned.add({
    dispose: () => {
      signal.removeEventListener('abort', cancel);
      if (running.get(issuer) === attempt) running.delete(issuer);
    },
  });
  owned.add(
    clock.after(timeoutMs, () => {
      attempt.abort(timeout());
    }),
  );
  return {
    signal: attempt.signal,
    dispose: () => {
      owned.dispose();
    },
  };
}

interface AttemptOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Made when the time is over, so that it can say what is known by then. */
  readonly timeout: () => SsoError;
  readonly signal: AbortSignal;
}

const cancelled = (message: string): SsoError => new SsoError('operation.cancelled', { message });
