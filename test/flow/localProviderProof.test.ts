import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LocalProvider as JoinedProvider } from '../../src/providers/local/localProvider.ts';
import { cleanUp, program, startProvider, stop, type LocalProvider } from './localProviderUnderTest.ts';

describe('local provider: proof before the secret', function () {
  this.timeout(30_000);
  let provider: LocalProvider;
  before(async () => {
    provider = await startProvider();
  });
  after(cleanUp);

  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${provider.issuer}/admin/proof${query}`, { headers });

  it('T51: proves to whoever asks that it holds the secret, for its own port', async () => {
    const nonce = randomBytes(32).toString('base64url');
    const { port } = new URL(provider.issuer);
    const answer = await ask(`?nonce=${nonce}`);
    const proof = createHmac('sha256', provider.secret).update(`${nonce}:${port}`).digest('base64url');
    assert.deepEqual([answer.status, await answer.json()], [200, { proof }]);
  });

  it('T51: proves nothing to pages, and for no odd nonce', async () => {
    const nonce = 'n'.repeat(43);
    assert.equal((await ask(`?nonce=${nonce}`, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await ask(`?nonce=${nonce}`, { origin: provider.issuer })).status, 403);
    for (const odd of ['', '?nonce=', '?nonce=short', `?nonce=${'n'.repeat(129)}`, `?nonce=${'n'.repeat(30)}:`]) {
      assert.equal((await ask(odd)).status, 400, odd);
    }
  });

  it('T51: neither the product nor the console nor a second start tells a stranger at the port the secret', async () => {
    const { state, secret, line, child } = await startProvider();
    await stop({ child, line });
    const heard: string[] = [];
    const stranger = createServer((req, res) => {
      heard.push(`${req.url ?? ''} ${JSON.stringify(req.headers)}`);
      res.end(JSON.stringify({ instanceId: line.instanceId, issuer: line.issuer, pid: process.pid, leases: 1 }));
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const record = { pid: process.pid, port, issuer: `http://127.0.0.1:${String(port)}`, instanceId: line.instanceId };
    writeFileSync(join(state, 'running.json'), JSON.stringify(record));

    const joined = productOver(state);
    assert.equal(await joined.join(), false);
    joined.dispose();
    const console = spawn(process.execPath, [program, 'console', '--state', state, '--', 'list']);
    const [said] = await Promise.all([text(console.stderr), once(console, 'exit')]);
    assert.match(said, /^No local identity provider runs/);
    const second = await startProvider({ state });
    assert.notEqual(second.issuer, record.issuer);

    assert.equal(heard.length, 3);
    for (const request of heard) {
      assert.match(request, /^\/admin\/proof\?nonce=/);
      assert.ok(!request.includes(secret) && !/authorization/i.test(request));
    }
    stranger.close();
  });
});

function productOver(stateFolder: string): JoinedProvider {
  const quiet = () => undefined;
  return new JoinedProvider({
    stateFolder,
    program,
    clock: { now: () => new Date(), after: () => ({ dispose: quiet }) },
    log: { show: quiet, info: quiet, warn: quiet, error: quiet },
    fetch,
    windowId: 'window',
    declarationFile: undefined,
  });
}
