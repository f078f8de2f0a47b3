/**
 * One window in a process of its own, for tests of what windows do to each other. Each line on stdin is a moment; it
 * then asks for the tokens of the session at that time and answers with one line of JSON.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileLock } from '../../src/sessions/fileLock.ts';
import { Sessions } from '../../src/sessions/sessions.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { fakeSurroundings } from '../fakes/signInEdges.ts';
import { secretFiles } from './secretFiles.ts';

export interface WindowAnswer {
  readonly outcome: string;
  /** Of the access token, so that windows can be compared without showing it. */
  readonly fingerprint: string;
  readonly requests: number;
}

const [folder = '', id = ''] = process.argv.slice(2);
let now = new Date();
let requests = 0;
const log = fakeLog();
const sessions = new Sessions({
  secrets: secretFiles(folder),
  lock: fileLock({ folder, log }),
  clock: { now: () => now, after: () => ({ dispose: () => undefined }) },
  log,
  fetch: (input, init) => {
    if (String(input instanceof Request ? input.url : input).endsWith('/token')) requests++;
    return fetch(input, init);
  },
  surroundings: fakeSurroundings(),
  signIn: () => Promise.reject(new Error('nobody signs in here')),
});

for await (const line of createInterface({ input: process.stdin })) {
  now = new Date(line);
  requests = 0;
  process.stdout.write(`${JSON.stringify(await answer())}\n`);
}

async function answer(): Promise<WindowAnswer> {
  try {
    const { accessToken } = await sessions.tokens(id);
    return { outcome: 'signed in', fingerprint: createHash('sha256').update(accessToken).digest('hex'), requests };
  } catch (thrown) {
    return { outcome: thrown instanceof Error ? thrown.message : 'unknown', fingerprint: '', requests };
  }
}
