import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Holdings } from './attackedListener.ts';

describe('the loopback listener under attack', function () {
  this.timeout(30_000);

  it('T3 C19 C24 takes 10 000 wrong answers within 10 s beside 200 idle sockets, keeps no memory of them, and then the true one', async () => {
    const listener = await attackedListener();
    const { port } = new URL(listener.redirectUri);
    const idle = Array.from({ length: 200 }, () => connect(Number(port), '127.0.0.1'));
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    try {
      await Promise.all(idle.map((socket) => once(socket, 'connect')));
      assert.deepEqual(await wrongAnswers(listener.redirectUri, agent, 200), { 400: 200 });
      const before = await listener.measure();
      const started = performance.now();
      assert.deepEqual(await wrongAnswers(listener.redirectUri, agent, 10_000), { 400: 10_000 });
      assert.ok(performance.now() - started < 10_000, 'as fast as an attack');
      const after = await listener.measure();
      const grown = (after.retained - before.retained) / 1024 / 1024;
      assert.ok(grown <= 20, `${grown.toFixed(1)} MB more`);
      assert.ok(after.logLines <= 3, `${String(after.logLines)} lines`);
      assert.deepEqual(
        idle.filter(({ destroyed }) => destroyed),
        [],
        'the idle sockets were there all the time',
      );

      const closed = Promise.all(idle.map((socket) => once(socket, 'close')));
      const page = await fetch(`${listener.redirectUri}?code=true-code&state=${listener.state}`);
      assert.match(await page.text(), /You are signed in as Alice\./);
      assert.equal(await listener.next(), 'true-code');
      await closed;
      await assert.rejects(fetch(listener.redirectUri));
    } finally {
      agent.destroy();
      for (const socket of idle) socket.destroy();
      await listener.close();
    }
  });
});

async function attackedListener() {
  const state = 'the-state-of-this-sign-in';
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, 'attackedListener.ts'), state], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? 'null');
  return {
    state,
    redirectUri: String(await next()),
    next,
    measure: async (): Promise<Holdings> => {
      child.stdin.write('measure\n');
      return (await next()) as Holdings;
    },
    close: async () => {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

/** Answers with every kind of wrong state; resolves to how often each status came. */
async function wrongAnswers(redirectUri: string, agent: Agent, count: number): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  const queries = ['code=x', 'code=x&state=', 'code=x&state=wrong', `code=x&state=${'w'.repeat(1_000)}`, 'error=x'];
  let sent = 0;
  const attacker = async (): Promise<void> => {
    while (sent < count) {
      const number = await status(`${redirectUri}?${queries[sent++ % queries.length] ?? ''}`, agent);
      counts[number] = (counts[number] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 50 }, attacker));
  return counts;
}

function status(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    }).once('error', reject);
  });
}
