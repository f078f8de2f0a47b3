import assert from 'node:assert/strict';
import { absentPerson, fakeSurroundings } from '../fakes/signInEdges.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileLock } from '../../src/sessions/fileLock.ts';
import { Sessions } from '../../src/sessions/sessions.ts';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { signIn } from '../../src/signIn/signIn.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { BrowserAgent, textOf } from './browserAgent.ts';
import { sample } from './localProviderSample.ts';
import { cleanUp, type LocalProvider, startProvider, writeDeclaration } from './localProviderUnderTest.ts';
import { secretFiles } from './secretFiles.ts';
import type { WindowAnswer } from './sessionsWindow.ts';

describe('sessions with the local provider', function () {
  this.timeout(60_000);
  let provider: LocalProvider;
  let folder: string;
  before(async () => {
    provider = await startProvider({ declaration: writeDeclaration(sample) });
  });
  after(cleanUp);
  beforeEach(() => {
    forgetMetadata();
    folder = mkdtempSync(join(tmpdir(), 'sessions-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function open() {
    const clock = new FakeClock(new Date().toISOString());
    const log = fakeLog();
    const secrets = secretFiles(folder);
    const sessions = new Sessions({
      surroundings: fakeSurroundings(),
      secrets,
      clock,
      log,
      fetch,
      lock: fileLock({ folder, log }),
      signIn,
    });
    const agent = new BrowserAgent();
    const pages: string[] = [];
    const signInAs = (person: string) =>
      sessions.signIn(
        {
          issuer: provider.issuer,
          clientId: 'sso-toolkit',
          scopes: ['openid', 'profile'],
          environment: 'local',
          allowHttpOnLoopback: true,
        },
        {
          person: absentPerson(),
          browser: {
            open: async (url) => {
              const page = await agent.visit(url);
              pages.push(textOf((await agent.press(page, person)).html));
              return true;
            },
          },
        },
        new AbortController().signal,
      );
    return { sessions, clock, log, secrets, pages, signInAs };
  }

  it('a person is picked on the page of the provider and comes back signed in', async () => {
    const { sessions, pages, signInAs } = open();
    const facts = await signInAs('Continue as Alice Adams');
    assert.deepEqual(
      [facts.account, facts.issuer, facts.refreshable],
      [{ id: `${provider.issuer}#alice`, label: 'Alice Adams' }, provider.issuer, true],
    );
    const { accessToken, idToken } = await sessions.tokens(facts.id);
    assert.notEqual(accessToken, '');
    assert.equal(idToken.split('.').length, 3);
    while (pages.length === 0) await new Promise(setImmediate);
    assert.match(pages[0] ?? '', /You are signed in as Alice Adams\./);
  });

  it('D28 a person who refuses ends the sign-in', async () => {
    const { sessions, signInAs } = open();
    await assert.rejects(signInAs('Refuse'), (error: { code: string }) =>
      /^signIn\.(denied|refused)$/.test(error.code),
    );
    assert.deepEqual(await sessions.list(), []);
  });

  it('renews, and signs out here and at the provider', async () => {
    const { sessions, clock, log, signInAs } = open();
    const { id } = await signInAs('Continue as Bob Brown');
    const first = await sessions.tokens(id);
    clock.advance(58 * 60_000);
    const second = await sessions.tokens(id);
    assert.notEqual(second.accessToken, first.accessToken);
    assert.equal(await userInfoStatus(second.accessToken), 200);
    await sessions.remove(id);
    assert.deepEqual(await sessions.list(), []);
    assert.equal(await userInfoStatus(second.accessToken), 401);
    assert.ok(!log.lines.some((line) => line.includes('not at the provider')));
  });

  it('K65 E37 F6 five processes that renew one rotating token at once make one request, and all stay signed in, for 100 rounds', async () => {
    const { signInAs, sessions } = open();
    const { id } = await signInAs('Continue as Carol Clark');
    sessions.dispose();
    const windows = Array.from({ length: 5 }, () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'sessionsWindow.ts'), folder, id], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      return {
        ask: async (moment: Date): Promise<WindowAnswer> => {
          child.stdin.write(`${moment.toISOString()}\n`);
          const { value } = (await lines.next()) as { value: string };
          return JSON.parse(value) as WindowAnswer;
        },
        close: async () => {
          const exit = once(child, 'exit');
          child.stdin.end();
          await exit;
        },
      };
    });
    try {
      for (let round = 1; round <= 100; round++) {
        const moment = new Date(Date.now() + round * 58 * 60_000);
        const answers = await Promise.all(windows.map((window) => window.ask(moment)));
        assert.deepEqual(
          answers.map(({ outcome }) => outcome),
          windows.map(() => 'signed in'),
          `round ${String(round)}`,
        );
        assert.equal(new Set(answers.map(({ fingerprint }) => fingerprint)).size, 1);
        assert.equal(
          answers.reduce((sum, { requests }) => sum + requests, 0),
          1,
          `round ${String(round)}`,
        );
      }
    } finally {
      await Promise.all(windows.map((window) => window.close()));
    }
  });

  async function userInfoStatus(accessToken: string): Promise<number> {
    const metadata = (await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json()) as {
      userinfo_endpoint: string;
    };
    const answer = await fetch(metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${accessToken}` } });
    return answer.status;
  }
});
