import assert from 'node:assert/strict';
import { absentPerson, fakeClients, fakeSurroundings } from '../fakes/signInEdges.ts';
import { connect } from 'node:net';
import { once } from 'node:events';
import { signIn } from '../../src/signIn/signIn.ts';
import { HostileProvider } from './hostileProvider.ts';
import { signInWorld, soon } from './signInWorld.ts';

describe('signIn and its endings', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
  });

  /** The browser opens and the person never comes back. */
  function abandoned(issuer = provider.issuer) {
    const world = signInWorld(issuer);
    const { promise: opened, resolve } = Promise.withResolvers<string>();
    world.browse = (startUrl) => {
      resolve(startUrl);
      return Promise.resolve(undefined);
    };
    return { world, opened };
  }

  const isClosed = async (url: string): Promise<boolean> => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    return once(socket, 'connect').then(
      () => (socket.destroy(), false),
      () => true,
    );
  };

  it('C25 T15 ends at once when cancelled, and leaves no listener and no timer', async () => {
    const { world, opened } = abandoned();
    const signingIn = world.signIn();
    const url = await opened;
    const started = performance.now();
    world.cancel();
    await assert.rejects(soon(signingIn), { code: 'operation.cancelled' });
    assert.ok(performance.now() - started < 500);
    assert.ok(await isClosed(url));
    assert.equal(world.clock.waiting, 0);
  });

  it('C25 ends after five minutes, or after the time that is set', async () => {
    for (const [timeoutMs, wait] of [
      [undefined, 300_000],
      [20_000, 20_000],
    ] as const) {
      const { world, opened } = abandoned();
      const signingIn = world.signIn(timeoutMs === undefined ? {} : { timeoutMs });
      signingIn.catch(() => undefined); // looked at below
      const url = await opened;
      world.clock.advance(wait - 1);
      assert.ok(!(await isClosed(url)));
      world.clock.advance(1);
      await assert.rejects(soon(signingIn), { code: 'signIn.timeout' });
      assert.ok(await isClosed(url));
      assert.equal(world.clock.waiting, 0);
    }
  });

  it('cancels during the token request too', async () => {
    const world = signInWorld(provider.issuer);
    provider.faults.answer = (path) => {
      if (path !== '/token') return false;
      world.cancel();
      return true; // and never answers
    };
    await assert.rejects(soon(world.signIn()), { code: 'operation.cancelled' });
  });

  it('C26 a second sign-in to the same issuer ends the first; other issuers go on', async () => {
    const other = await new HostileProvider().start();
    try {
      const first = abandoned();
      const elsewhere = abandoned(other.issuer);
      const firstEnds = first.world.signIn();
      firstEnds.catch(() => undefined); // looked at below
      const elsewhereEnds = elsewhere.world.signIn();
      const [, address] = await Promise.all([first.opened, elsewhere.opened]);
      assert.equal((await soon(signInWorld(provider.issuer).signIn())).issuer, provider.issuer);
      await assert.rejects(soon(firstEnds), { code: 'operation.cancelled' });
      void elsewhere.world.agent.visit(address);
      assert.equal((await soon(elsewhereEnds)).issuer, other.issuer);
    } finally {
      await other.stop();
    }
  });

  it('names a browser that was not opened, and closes', async () => {
    const world = signInWorld(provider.issuer);
    const opening = world.signIn.bind(world);
    world.browse = () => {
      throw new Error('refused by the system');
    };
    await assert.rejects(soon(opening()), { code: 'browser.notOpened' });
    assert.equal(world.clock.waiting, 0);

    const refusing = signIn(
      { issuer: provider.issuer, clientId: 'client', scopes: ['openid'], allowHttpOnLoopback: true },
      {
        clock: world.clock,
        log: world.log,
        fetch,
        browser: { open: () => Promise.resolve(false) },
        surroundings: fakeSurroundings(),
        person: absentPerson(),
        clients: fakeClients(),
      },
      new AbortController().signal,
    );
    await assert.rejects(soon(refusing), { code: 'browser.notOpened' });
    assert.equal(world.clock.waiting, 0);
  });

  it('T11 a code that was injected with the right state fails on PKCE', async () => {
    const attacker = signInWorld(provider.issuer);
    let stolen = '';
    provider.faults.callback = (query) => {
      stolen = query.get('code') ?? '';
      query.set('error', 'server_error');
    };
    await assert.rejects(soon(attacker.signIn()), { code: 'signIn.refused' });
    provider.faults.callback = (query) => {
      query.set('code', stolen);
    };
    await assert.rejects(soon(signInWorld(provider.issuer).signIn()), {
      code: 'signIn.refused',
      quoted: 'The code is not yours.',
    });
  });
});
