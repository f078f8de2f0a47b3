import type { Progress } from '../../src/ports.ts';

/** Runs work at once and shows nothing. The person cancels as soon as `cancelsAt` is reported. */
export function fakeProgress(cancelsAt?: string): Progress {
  return {
    briefly: (_title, work) => work(),
    during: (_title, work) => {
      const cancelling = new AbortController();
      return work((step) => {
        if (step === cancelsAt) cancelling.abort();
      }, cancelling.signal);
    },
  };
}
