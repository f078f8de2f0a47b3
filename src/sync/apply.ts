import { SsoError } from '../base/ssoError.ts';
import type { Directory } from '../directory/directory.ts';
import type { Change } from './plan.ts';

/** What became of one change. */
export interface ChangeResult {
  readonly change: Change;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly kind: 'done' }
  /** `plan.outdated`: the registration moved since the plan was made and was left alone. */
  | { readonly kind: 'failed'; readonly error: SsoError }
  /** The person cancelled while the provider was being asked: it may or may not have made the change. */
  | { readonly kind: 'unsettled' }
  /** The person cancelled before; nothing was sent. */
  | { readonly kind: 'notTried' };

/** Stores what a provider says only once. */
export type KeepSecret = (change: Change, clientId: string, secret: string) => Promise<void>;

/**
 * Carries out a plan, one change after the other, and sends only what the plan shows. A failed change does not stop the
 * others. Once cancelled, no further change is begun; the one under way is left to the provider, and its secret is kept.
 */
export async function applyPlan(
  changes: readonly Change[],
  directory: Directory,
  keepSecret: KeepSecret,
  report: (change: Change) => void,
  signal: AbortSignal,
): Promise<readonly ChangeResult[]> {
  const results: ChangeResult[] = [];
  for (const change of changes) {
    if (signal.aborted) {
      results.push({ change, outcome: { kind: 'notTried' } });
      continue;
    }
    report(change);
    const outcome = await untilCancelled(() => carryOut(change, directory, keepSecret), signal);
    results.push({ change, outcome });
  }
  return results;
}

/** A change is not cut off half way: the answer that would be lost may hold the only copy of a secret. */
async function carryOut(change: Change, directory: Directory, keepSecret: KeepSecret): Promise<Outcome> {
  const whole = new AbortController().signal;
  const { application } = change;
  try {
    if (change.kind === 'create') {
      const { clientId, secret } = await directory.create(application, whole);
      if (secret !== undefined) await keep(change, clientId, secret, keepSecret);
    } else {
      const { clientId } = application;
      const { secret } = await directory.update(clientId, change.fields, change.expectedVersion, whole);
      if (secret !== undefined) await keep(change, clientId, secret, keepSecret);
    }
    return { kind: 'done' };
  } catch (thrown) {
    if (!(thrown instanceof SsoError)) throw thrown;
    return { kind: 'failed', error: thrown };
  }
}

async function keep(change: Change, clientId: string, secret: string, keepSecret: KeepSecret): Promise<void> {
  try {
    await keepSecret(change, clientId, secret);
  } catch (cause) {
    throw new SsoError('secret.notStored', {
      message: `${change.application.key} was changed at the provider, but its new secret could not be stored.`,
      hint: 'Renew the secret of the application once the secret storage works again.',
      cause,
    });
  }
}

async function untilCancelled(work: () => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  const finished = new AbortController();
  const cancelled = new Promise<Outcome>((resolve) => {
    const settle = () => {
      resolve({ kind: 'unsettled' });
    };
    signal.addEventListener('abort', settle, { once: true, signal: finished.signal });
  });
  try {
    return await Promise.race([work(), cancelled]);
  } finally {
    finished.abort();
  }
}
