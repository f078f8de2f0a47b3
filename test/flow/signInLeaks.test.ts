import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SignInRequest } from '../../src/signIn/request.ts';
import { absentPerson, fakeSurroundings } from '../fakes/signInEdges.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { type SignInWorld, signInWorld, soon } from './signInWorld.ts';

describe('what sign-ins leave behind', function () {
  this.timeout(30_000);
  const provider = new HostileProvider();
  /** Who listens for addresses that the system hands over. */
  let listening = 0;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(async () => {
    provider.heal();
    await signInWorld(provider.issuer).signIn(); // what is made once and kept, such as the connections of fetch
  });

  function watchedWorld(): SignInWorld {
    const surroundings = fakeSurroundings();
    const onDidOpen: typeof surroundings.onDidOpen = (listener) => {
      listening++;
      const subscription = surroundings.onDidOpen(listener);
      return {
        dispose: () => {
          listening--;
          subscription.dispose();
        },
      };
    };
    const person = {
      ...absentPerson(),
      showCode: () => Promise.resolve(true),
      pastedAddress: (_problem: unknown, signal: AbortSignal) => untilGivenUp(signal),
    };
    return signInWorld(provider.issuer, { surroundings: { ...surroundings, onDidOpen }, person });
  }

  const neverBack = (world: SignInWorld): void => {
    world.browse = () => {
      setImmediate(world.cancel);
      return Promise.resolve(undefined);
    };
  };
  const duringRequest = (asked: string) => (world: SignInWorld) => {
    provider.faults.answer = (path) => {
      if (path === asked) setImmediate(world.cancel);
      return path === asked; // and never answers
    };
  };
  const whileTheCodeIsTyped = (world: SignInWorld): void => {
    const device = { device_code: 'd', user_code: 'AB-12', verification_uri: `${provider.issuer}/activate` };
    provider.faults.metadata = (metadata) => ({ ...metadata, device_authorization_endpoint: `${provider.issuer}/d` });
    provider.faults.answer = (path, _request, response) => {
      if (path === '/d') json(response, 200, { ...device, expires_in: 300 });
      if (path === '/d') void whenWaiting(world).then(world.cancel);
      return path === '/d';
    };
  };

  const moments: readonly [moment: string, request: Partial<SignInRequest>, cancel: (world: SignInWorld) => void][] = [
    ['before the provider is known', {}, duringRequest('/.well-known/openid-configuration')],
    ['while the person is at the provider', {}, neverBack],
    ['while the code is exchanged', {}, duringRequest('/token')],
    ['while the keys are asked for', {}, duringRequest('/jwks')],
    ['while the editor waits to be called', { flow: 'uriHandler', redirectUris: ['vscode://a.b/c'] }, neverBack],
    ['while an address is to be pasted', { flow: 'pastedUrl' }, neverBack],
    ['while a code is typed elsewhere', { flow: 'deviceCode' }, whileTheCodeIsTyped],
  ];
  for (const [moment, request, cancel] of moments) {
    it(`T15 C24 100 sign-ins cancelled ${moment} leave no port, timer or handle`, async () => {
      const before = await atRest();
      for (let round = 0; round < 100; round++) {
        provider.heal();
        const world = watchedWorld();
        cancel(world);
        await assert.rejects(soon(world.signIn(request)), { code: 'operation.cancelled' });
        assert.equal(world.clock.waiting, 0);
        if (request.flow === undefined) await areClosed(world.opened);
      }
      await until(before);
      assert.equal(listening, 0);
    });
  }

  it('T15 C24 100 sign-ins that succeed leave no port, timer or handle either', async () => {
    const before = await atRest();
    for (let round = 0; round < 100; round++) {
      const world = watchedWorld();
      await soon(world.signIn());
      const shown = await world.shown();
      assert.equal(shown?.status, 200);
      await areClosed(world.opened);
      assert.equal(world.clock.waiting, 0);
    }
    await until(before);
  });

  it('T15 C24 nor do those whose browser does not come for its last page, 5 seconds later', async () => {
    const before = await atRest();
    for (let round = 0; round < 20; round++) {
      const world = watchedWorld();
      world.browse = async (startUrl) => {
        const request = await fetch(startUrl, { redirect: 'manual' });
        const answer = await fetch(request.headers.get('location') ?? '', { redirect: 'manual' });
        await fetch(answer.headers.get('location') ?? '', { redirect: 'manual' });
        return undefined;
      };
      await soon(world.signIn());
      world.clock.advance(5_000);
      await areClosed(world.opened);
      assert.equal(world.clock.waiting, 0);
    }
    await until(before);
  });
});

/** What keeps this process alive, by kind. */
function resources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The test runner sets a timer of its own once a test has begun. */
async function atRest(): Promise<Readonly<Record<string, number>>> {
  await new Promise(setImmediate);
  return resources();
}

/** Connections that were cut take a moment to be gone; what is still there after a second stays. */
async function until(before: Readonly<Record<string, number>>): Promise<void> {
  const more = (): readonly string[] =>
    Object.entries(resources())
      .filter(([kind, count]) => count > (before[kind] ?? 0))
      .map(([kind, count]) => `${kind}: ${String(before[kind] ?? 0)} -> ${String(count)}`);
  for (const limit = performance.now() + 1_000; more().length > 0 && performance.now() < limit;) {
    await delay(20, undefined, { ref: false });
  }
  assert.deepEqual(more(), []);
}

async function areClosed(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const connecting = once(connect(Number(new URL(url).port), '127.0.0.1'), 'connect');
    await assert.rejects(connecting, { code: 'ECONNREFUSED' });
  }
}

/** The timers of the device flow: the limit, the life of the code, the pause. */
async function whenWaiting({ clock }: SignInWorld): Promise<void> {
  while (clock.waiting < 3) await new Promise(setImmediate);
}

function untilGivenUp(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
}
