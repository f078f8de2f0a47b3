import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localDirectory } from '../../src/providers/local/localDirectory.ts';
import type { LocalProvider, LocalProviderStatus } from '../../src/providers/local/localProvider.ts';
import type { Clock, Fetch } from '../../src/ports.ts';
import { realClock } from '../fakes/realClock.ts';
import { directoryContract } from './directoryContract.ts';
import { Windows } from './windows.ts';

describe('the local provider as a directory', function () {
  this.timeout(20_000);
  const world = new Windows();
  let provider: LocalProvider;
  let issuer: string;
  let closed: string;
  before(async () => {
    await world.open();
    provider = world.window();
    await provider.start(0);
    ({ issuer } = await world.recorded());
    closed = `http://127.0.0.1:${String(await freePort())}`;
  });
  after(() => world.close());

  const at = (address: string, secret: string) => localDirectory(() => ({ issuer: address, secret }), fetch);

  directoryContract('the local provider', () => ({
    directory: provider.directoryAt(issuer),
    stranger: at(issuer, 'guessed'),
    silent: at(closed, 'guessed'),
    rename: async (clientId, name) => {
      const { version } = await world.admin(`/${clientId}`);
      await world.admin(`/${clientId}`, 'PATCH', { fields: { name } }, version);
    },
    remove: async (clientId) => {
      const { version } = await world.admin(`/${clientId}`);
      await world.admin(`/${clientId}`, 'DELETE', undefined, version);
    },
  }));

  it('is denied with another secret', async () => {
    const never = new AbortController().signal;
    await assert.rejects(at(issuer, 'guessed').renewSecret('shop', never), { code: 'provider.denied' });
  });

  it('quotes what the provider has against an application', async () => {
    const fields = { type: 'web', redirectUris: ['not a URL'] } as const;
    const shop = { key: 'shop', clientId: 'refused', urls: [], roleDescriptions: {}, fields };
    await assert.rejects(provider.directoryAt(issuer).create(shop, new AbortController().signal), (error: unknown) => {
      assert.ok(error instanceof Error && 'quoted' in error);
      assert.match(String(error.quoted), /not a URL/);
      return true;
    });
  });
});

describe('the local provider among windows', function () {
  this.timeout(30_000);
  let world: Windows;
  beforeEach(async () => {
    world = new Windows();
    await world.open();
  });
  afterEach(() => world.close());

  it('is never started by joining', async () => {
    const window = world.window();
    assert.equal(await window.join(), false);
    assert.deepEqual(window.status, { kind: 'stopped' });
    const noIssuer = 'http://127.0.0.1:9400';
    const found = await window.directoryAt(noIssuer).find(['shop'], new AbortController().signal);
    assert.deepEqual(found.get('shop'), { kind: 'unknown', reason: 'stopped' });
  });

  it('starts once, however many ask at the same moment', async () => {
    const port = await freePort();
    const [first, second] = [world.window(), world.window()];
    await Promise.all([first.start(port), first.start(port), second.start(port), second.start(port)]);
    const running = { kind: 'running', issuer: `http://127.0.0.1:${String(port)}`, port };
    assert.deepEqual([first.status, second.status], [running, running]);
    assert.equal((await world.admin('/status', 'GET', undefined, undefined, '/admin')).leases, 2);
  });

  it('is found again by a reloaded window', async () => {
    const before = world.window();
    await before.start(0);
    before.dispose();
    const after = world.window();
    assert.equal(await after.join(), true);
    assert.deepEqual(after.status, before.status);
  });

  it('tells every window at once when one stops it', async () => {
    const [first, second] = [world.window(), world.window()];
    await first.start(0);
    await second.join();
    const noticed = until(second, 'stopped');
    await first.stop();
    await noticed;
    assert.deepEqual([first.status, second.status], [{ kind: 'stopped' }, { kind: 'stopped' }]);
  });

  it('says so when a provider that was asked to stop still runs', async () => {
    await world.window().start(0);
    const deaf: Fetch = (input, init) =>
      new Request(input, init).url.endsWith('/admin/stop')
        ? Promise.resolve(new Response(null, { status: 204 }))
        : fetch(input, init);
    let looks = 0;
    const impatient: Clock = {
      ...realClock,
      after: (milliseconds, work) => {
        if (milliseconds !== 100) return realClock.after(milliseconds, work);
        looks++;
        return realClock.after(0, work);
      },
    };
    const window = world.window({ fetch: deaf, clock: impatient });
    await window.join();
    await assert.rejects(window.stop(), { code: 'localProvider.notStopped' });
    assert.deepEqual([window.status.kind, looks], ['failed', 50]);
    assert.equal(await window.join(), true);
  });

  it('is noticed to be dead after kill -9, and comes back with its registrations', async () => {
    const window = world.window();
    await window.start(0);
    const never = new AbortController().signal;
    const shop = { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: { name: 'Shop' } };
    const { pid, port, issuer } = await world.recorded();
    const directory = window.directoryAt(issuer);
    await directory.create(shop, never);
    const noticed = until(window, 'stopped');
    process.kill(pid, 'SIGKILL');
    await noticed;
    assert.equal((await directory.find(['shop'], never)).get('shop')?.kind, 'unknown');
    await window.start(port);
    assert.equal((await directory.find(['shop'], never)).get('shop')?.kind, 'found');
  });

  it('moves to another port when that is declared', async () => {
    const window = world.window();
    await window.start(await freePort());
    const { pid } = await world.recorded();
    const port = await freePort();
    await window.start(port);
    assert.equal(window.status.kind === 'running' && window.status.port, port);
    assert.notEqual((await world.recorded()).pid, pid);
  });

  it('says so when another program has the port', async () => {
    const other = createServer();
    const port = await listening(other);
    const window = world.window();
    try {
      await assert.rejects(window.start(port), { code: 'localProvider.portTaken' });
      assert.equal(window.status.kind, 'failed');
    } finally {
      other.close();
    }
  });
});

function until(provider: LocalProvider, kind: LocalProviderStatus['kind']): Promise<void> {
  return new Promise((resolve) => {
    const listening = provider.onDidChange((status) => {
      if (status.kind !== kind) return;
      listening.dispose();
      resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
