import { fileLock } from '../../src/sessions/fileLock.ts';
import { Sessions, type SessionRequest, type SessionsDeps } from '../../src/sessions/sessions.ts';
import type { SessionChange } from '../../src/sessions/store.ts';
import type { SignedIn } from '../../src/signIn/request.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { fakeSecrets } from '../fakes/fakeSecrets.ts';
import { absentPerson, fakeSurroundings } from '../fakes/signInEdges.ts';

export const request = {
  issuer: 'https://id.example',
  clientId: 'client',
  scopes: ['openid', 'profile'],
  environment: 'local',
  allowHttpOnLoopback: true,
};

/** A window: its own Sessions over secrets, clock and locks that all windows share. */
export function window(
  deps: Partial<SessionsDeps> & Pick<SessionsDeps, 'secrets' | 'clock' | 'lock'>,
  answer: SignedIn,
) {
  const log = fakeLog();
  const events: string[] = [];
  let next = answer;
  const sessions = new Sessions({
    log,
    fetch,
    surroundings: fakeSurroundings(),
    signIn: () => Promise.resolve(next),
    ...deps,
  });
  sessions.onDidChange((change) => events.push(describeChange(change)));
  return {
    sessions,
    events,
    /** Whose sessions a provider ended. */
    ended: async () => (await sessions.ended()).map(({ account }) => account.label),
    log,
    signIn: (changes: Partial<SessionRequest> = {}, signedIn: Partial<SignedIn> = {}) => {
      next = { ...answer, ...signedIn };
      return sessions.signIn(
        { ...request, issuer: answer.issuer, ...changes },
        { browser: { open: () => Promise.resolve(true) }, person: absentPerson() },
        new AbortController().signal,
      );
    },
  };
}

export const describeChange = ({ added, removed, changed }: SessionChange): string =>
  [['+', added] as const, ['-', removed] as const, ['~', changed] as const]
    .flatMap(([sign, sessions]) => sessions.map(({ account, environment }) => `${sign}${account.label}@${environment}`))
    .join(' ');

export function shared(folder?: string) {
  const secrets = fakeSecrets();
  const clock = new FakeClock(new Date().toISOString());
  const lock = folder === undefined ? inOneProcess() : fileLock({ folder, log: fakeLog() });
  return { secrets, clock, lock };
}

/** Enough of a lock where all windows of a test are one process. */
function inOneProcess(): SessionsDeps['lock'] {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    during: (_name, work) => {
      const mine = turn.then(work);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Lets everything that waits for nothing outside settle. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise(setImmediate);
}
