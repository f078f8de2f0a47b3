import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeJwt } from 'jose';
import { Browser, begin, refresh, tokensOf } from './localProviderBrowser.ts';
import {
  cleanUp,
  ended,
  launch,
  program,
  readState,
  startProvider,
  stop,
  temporaryFolder,
  writeDeclaration,
  type LocalProvider,
} from './localProviderUnderTest.ts';
import { sample, shop } from './localProviderSample.ts';

describe('local provider: life', function () {
  this.timeout(30_000);
  after(cleanUp);

  it('says one line on stdout, and is found by its state folder', async () => {
    const { state, issuer, child, line } = await startProvider();
    assert.deepEqual(readState(state, 'running.json'), {
      pid: child.pid,
      port: Number(new URL(issuer).port),
      issuer,
      instanceId: line.instanceId,
    });
    await fetch(`${issuer}/.well-known/openid-configuration`);
    const more: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => more.push(chunk.toString()));
    await stop({ child, line });
    assert.deepEqual(more, []);
    assert.equal(child.exitCode, 0);
    assert.equal(existsSync(join(state, 'running.json')), false);
  });

  it('keeps its folder to its owner', async () => {
    if (process.platform === 'win32') return;
    const { state, register } = await startProvider();
    await register('shop', shop);
    const modes = ['.', ...readdirSync(state)].map((name) => (statSync(join(state, name)).mode & 0o777).toString(8));
    assert.deepEqual(new Set(modes), new Set(['700', '600']));
    assert.equal(modes[0], '700');
  });

  it('T51: takes a folder that others could look into for itself, and none of theirs', async () => {
    if (process.platform === 'win32') return;
    const state = join(temporaryFolder(), 'state');
    mkdirSync(state);
    chmodSync(state, 0o777);
    const provider = await startProvider({ state });
    assert.equal((statSync(state).mode & 0o777).toString(8), '700');
    await stop(provider);
    if (process.getuid?.() !== 0) return; // nobody else can give a folder away
    chownSync(state, 65_534, 65_534);
    const { child, line } = await launch(state, '--port', '0');
    assert.deepEqual([line.kind, line.code], ['failed', 'localProvider.notStarted']);
    assert.match(line.message, /belongs to another user/);
    assert.equal(await ended(child), 1);
  });

  it('F31: comes back after kill -9 with its keys, registrations and sessions', async () => {
    const declaration = writeDeclaration(sample);
    const first = await startProvider({ declaration });
    await first.register('shop', shop);
    const browser = new Browser();
    const tokens = await tokensOf(first, 'alice', {}, { browser });
    await fileHolds(first.state, 'grants.json', 'RefreshToken');
    await stop(first, 'SIGKILL');
    assert.ok(existsSync(join(first.state, 'running.json')));

    const port = new URL(first.issuer).port;
    const second = await startProvider({ state: first.state, declaration, args: ['--port', port] });
    assert.deepEqual([second.issuer, second.line.instanceId], [first.issuer, first.line.instanceId]);
    assert.notEqual(second.child.pid, first.child.pid);
    const { body } = await second.admin('GET', 'applications/shop');
    assert.deepEqual(body['fields'], shop);
    const renewed = await refresh(second.issuer, tokens.refresh_token);
    assert.equal(decodeJwt(renewed.id_token).sub, 'alice');
    const silent = await begin(browser, second.issuer);
    assert.ok(silent.left?.searchParams.has('code'));
    const kid = ({ id_token: token }: { id_token: string }) =>
      Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
    assert.equal(kid(renewed), kid(tokens));
  });

  it('T49: a second start finds the first and leaves', async () => {
    const first = await startProvider();
    const { child, line } = await launch(first.state, '--port', '0');
    assert.deepEqual(line, first.line);
    assert.equal(await ended(child), 0);
    assert.equal((await first.admin('GET', 'status')).body['pid'], first.child.pid);
  });

  it('T49: two starts at the same moment are one provider', async () => {
    const port = String(await freePort());
    const state = join(temporaryFolder(), 'state');
    const both = await Promise.all([1, 2].map(() => launch(state, '--port', port, '--linger', '60000')));
    assert.deepEqual(
      both.map(({ line }) => line.kind),
      ['ready', 'ready'],
    );
    assert.equal(new Set(both.map(({ line }) => line.instanceId)).size, 1);
    const { pid } = readState(state, 'running.json');
    const joined = both.filter(({ child }) => child.pid !== pid);
    assert.equal(joined.length, 1);
    for (const { child } of joined) assert.equal(await ended(child), 0);
  });

  it('F31: says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const state = join(temporaryFolder(), 'state');
    const { child, line } = await launch(state, '--port', port);
    assert.deepEqual([line.kind, line.code], ['failed', 'localProvider.portTaken']);
    assert.match(line.message, new RegExp(port));
    assert.equal(await ended(child), 1);
    assert.equal(existsSync(join(state, 'running.json')), false);
    other.close();
  });

  const wrong: readonly (readonly string[])[] = [
    ['--port', 'many'],
    ['--port', '70000'],
    ['--port', '0', '--linger', '0'],
    ['--port', '0', '--colour', 'red'],
    [],
  ];
  for (const args of wrong) {
    it(`does not start with ${args.join(' ') || 'nothing'}`, async () => {
      const { child, line } = await launch(join(temporaryFolder(), 'state'), ...args);
      assert.deepEqual([line.kind, line.code], ['failed', 'localProvider.notStarted']);
      assert.equal(await ended(child), 1);
    });
  }

  for (const name of ['identity.json', 'keys.json', 'registrations.json', 'grants.json', 'running.json']) {
    it(`F3: sets a damaged ${name} aside and starts`, async () => {
      const first = await startProvider();
      await first.register('shop', shop);
      await stop(first);
      writeFileSync(join(first.state, name), '{ "half a fi');
      const second = await startProvider({ state: first.state });
      assert.equal((await second.admin('GET', 'status')).status, 200);
      const aside = readdirSync(second.state).filter((file) => file.startsWith(`${name}.damaged-`));
      assert.equal(aside.length, 1);
      assert.match(readFileSync(join(second.state, 'provider.log'), 'utf8'), new RegExp(aside[0] ?? 'nothing'));
      const { status } = await second.admin('GET', 'applications/shop');
      assert.equal(status, name === 'registrations.json' ? 404 : 200);
    });
  }

  it('T48: ends when no window comes', async () => {
    const { child } = await startProvider({ args: ['--linger', '300'] });
    assert.equal(await ended(child), 0);
  });

  it('T48: ends soon after its last window was killed, not before', async () => {
    const provider = await startProvider({ args: ['--linger', '1500'] });
    const windows = [await holdLease(provider), await holdLease(provider)];
    assert.equal((await provider.admin('GET', 'status')).body['leases'], 2);
    const since = performance.now();
    for (const window of windows) window.kill('SIGKILL');
    assert.equal(await ended(provider.child), 0);
    assert.ok(performance.now() - since >= 1400);
    assert.ok(performance.now() - since < 10_000);
    assert.equal(existsSync(join(provider.state, 'running.json')), false);
  });

  it('T48: outlives whoever started it', async () => {
    const state = join(temporaryFolder(), 'state');
    const args = [program, '--state', state, '--port', '0', '--linger', '60000'];
    const script = `
      const { spawn } = require('node:child_process');
      const provider = spawn(process.execPath, ${JSON.stringify(args)}, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      provider.stdout.pipe(process.stdout);`;
    const starter = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const { issuer } = JSON.parse(line) as { issuer: string };
    assert.equal((await fetch(`${issuer}/jwks`)).status, 200);
    const { secret } = readState(state, 'identity.json');
    const headers = { authorization: `Bearer ${String(secret)}` };
    assert.equal((await fetch(`${issuer}/admin/stop`, { method: 'POST', headers })).status, 202);
    await fileIsGone(state, 'running.json');
  });

  it('gives access tokens of the length asked for', async () => {
    const provider = await startProvider({
      declaration: writeDeclaration(sample),
      args: ['--access-token-ttl', '7'],
    });
    await provider.register('shop', shop);
    assert.equal((await tokensOf(provider, 'alice')).expires_in, 7);
  });
});

/** A process that holds a lease, as a window does. */
async function holdLease({ issuer, secret }: LocalProvider) {
  const script = `
    fetch('${issuer}/admin/lease?window=w', { headers: { authorization: 'Bearer ${secret}' } }).then(async (answer) => {
      console.log(answer.status);
      for await (const heartbeat of answer.body);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [status] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  assert.equal(status, '200');
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const fileHolds = (folder: string, name: string, part: string): Promise<void> =>
  folderShows(folder, () => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8').includes(part));

const fileIsGone = (folder: string, name: string): Promise<void> =>
  folderShows(folder, () => !existsSync(join(folder, name)));

async function folderShows(folder: string, wanted: () => boolean): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!wanted()) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
}
