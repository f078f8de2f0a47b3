/**
 * A loopback listener in a process of its own, so that only its own memory is measured; run with --expose-gc. Tells its
 * redirect URI, answers each line on stdin with what it holds then, and tells when an answer was taken.
 */
import { createInterface } from 'node:readline';
import { LoopbackListener } from '../../src/signIn/loopbackListener.ts';
import { loopbackPlace } from '../../src/signIn/loopbackPlace.ts';
import { signedInPage } from '../../src/signIn/pages.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { realClock } from '../fakes/realClock.ts';

export interface Holdings {
  /** Bytes that are still in use after everything unused was collected. */
  readonly retained: number;
  readonly logLines: number;
}

const [state = ''] = process.argv.slice(2);
const log = fakeLog();
const listener = await LoopbackListener.open(loopbackPlace([], []), realClock, log);
const { answer } = listener.expect('https://id.example.com/authorize', state);
tell(listener.redirectUri);
void answer.then((address) => {
  tell(address.searchParams.get('code'));
  listener.end(signedInPage('Alice'));
});

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'measure') tell(holdings());
}

function holdings(): Holdings {
  if (!globalThis.gc) throw new Error('Run this with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { retained: heapUsed + external, logLines: log.lines.length };
}

function tell(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
