import assert from 'node:assert/strict';
import { decodeProtectedHeader } from 'jose';
import { refresh } from '../../src/signIn/refresh.ts';
import type { DeviceCode } from '../../src/signIn/request.ts';
import { textOf } from '../flow/browserAgent.ts';
import { shared, window } from '../flow/sessionsWorld.ts';
import { realClock } from '../fakes/realClock.ts';
import { absentPerson } from '../fakes/signInEdges.ts';
import { asSession, none, worldsOf } from './keycloakWorld.ts';
import { answerConsent, answerDevice, signInAt, submitLogin } from './loginPage.ts';
import { Realm } from './realm.ts';

/** What people and administrators of a Keycloak do that a sign-in and its session have to live with. */
describe('what goes wrong at a real Keycloak', function () {
  this.timeout(60_000);
  let realm: Realm;
  let open: ReturnType<typeof worldsOf>;
  before(async () => {
    realm = await new Realm().make();
    open = worldsOf(realm);
  });
  after(() => realm.remove());

  /** A window of the editor in which somebody is signed in. */
  async function signedInWindow(person: 'alice' | 'bob') {
    const common = shared();
    const here = window(common, await open({ person }).signIn());
    const { id } = await here.signIn({ issuer: realm.issuer, clientId: 'sso-toolkit' });
    return { ...here, id, clock: common.clock };
  }

  it('K64 a wrong password is told on its page, and the sign-in waits for the right one', async () => {
    const world = open();
    world.browse = async (startUrl) => {
      const again = await signInAt(world.agent, startUrl, 'alice', 'wrong');
      assert.match(textOf(again.html), /Invalid username or password/);
      return submitLogin(world.agent, again, 'alice', realm.password);
    };
    assert.equal((await world.signIn()).label, 'Alice Adams');
  });

  it('D28 a person who does not consent has declined', async () => {
    await realm.addClient('asking', { consentRequired: true });
    for (const [button, code] of [
      ['cancel', 'signIn.denied'],
      ['accept', undefined],
    ] as const) {
      const world = open({ client: { clientId: 'asking' } });
      world.browse = async (startUrl) =>
        answerConsent(world.agent, await signInAt(world.agent, startUrl, 'bob', realm.password), button);
      if (code === undefined) assert.equal((await world.signIn()).label, 'Bob Brown');
      else await assert.rejects(world.signIn(), { code });
    }
  });

  it('H56 a person who says no on the other device ends the device flow', async () => {
    const other = open();
    const person = {
      ...absentPerson(),
      showCode: async ({ verificationUriComplete = '' }: DeviceCode) => {
        await answerDevice(other.agent, verificationUriComplete, { name: 'bob', password: realm.password }, 'cancel');
        return true;
      },
    };
    const world = open({ edges: { person, clock: realClock } });
    await assert.rejects(world.signIn({ flow: 'deviceCode' }), { code: 'signIn.refused' });
  });

  it('D29 E36 a signing key that is replaced is found, and costs no session', async () => {
    const world = open();
    const session = asSession(await world.signIn());
    await realm.replaceSigningKey();
    world.clock.advance(5_000); // keys that were read just now are not read again
    const renewed = await refresh(session, world, none);
    const keyOf = (token: string): unknown => decodeProtectedHeader(token).kid;
    assert.notEqual(keyOf(renewed.idToken), keyOf(session.idToken));
    assert.equal((await open().signIn()).label, 'Alice Adams');
  });

  it('E36 an account that is switched off ends the session, and says so', async () => {
    const { sessions, id, clock, events, ended } = await signedInWindow('bob');
    await realm.enablePerson('bob', false);
    try {
      clock.advance(290_000);
      await assert.rejects(sessions.tokens(id), { code: 'session.expired' });
      assert.deepEqual([await sessions.list(), await ended()], [[], ['Bob Brown']]);
      assert.equal(events.at(-1)?.startsWith('-Bob Brown'), true);
    } finally {
      await realm.enablePerson('bob', true);
    }
  });

  it('E36 a realm that is switched off costs no session', async () => {
    const { sessions, id, clock } = await signedInWindow('alice');
    const before = await sessions.tokens(id);
    await realm.enable(false);
    try {
      clock.advance(290_000);
      assert.equal((await sessions.tokens(id)).accessToken, before.accessToken);
      clock.advance(60_000);
      await assert.rejects(sessions.tokens(id), { code: 'http.refused' });
    } finally {
      await realm.enable(true);
    }
    clock.advance(300_000);
    assert.notEqual((await sessions.tokens(id)).accessToken, before.accessToken);
    assert.equal((await sessions.list()).length, 1);
  });
});
