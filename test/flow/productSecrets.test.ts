import assert from 'node:assert/strict';
import type { SignInFlow } from '../../src/model/signInFlow.ts';
import { json } from './hostileProvider.ts';
import { everyEndpoint, everyProtection } from './markedProvider.ts';
import { MarkedWorld } from './markedWorld.ts';

describe('T60 the product keeps the credentials of any provider to itself', function () {
  this.timeout(30_000);
  const world = new MarkedWorld();
  const { provider, workspace } = world;
  before(() => world.open());
  beforeEach(() => {
    world.begin();
  });
  afterEach(() => {
    world.check();
  });
  after(() => world.close());

  const flows: readonly SignInFlow[] = ['loopback', 'uriHandler', 'pastedUrl', 'deviceCode'];
  const kinds: readonly [title: string, offers: (issuer: string) => Record<string, unknown>, isBound: boolean][] = [
    ['with plain tokens', everyEndpoint, false],
    ['pushed, with proofs and userinfo', everyProtection, true],
  ];
  for (const flow of flows) {
    for (const [title, offers, isBound] of kinds) {
      it(`T60 I58 F40 ${flow}: signing in, renewing and using a session ${title}`, async () => {
        provider.offers = offers(provider.issuer);
        if (isBound) {
          provider.behave({
            claims: (claims) => ({ ...claims, name: undefined }),
            tokens: (tokens) => ({ ...tokens, token_type: 'DPoP' }),
          });
        }
        const id = await world.signInBy(flow);
        const { accessToken, facts } = await world.window.product.sessions.renewed(id);
        assert.deepEqual([provider.marks.get(accessToken), facts.bound], ['access_token', isBound]);
        await world.run('copyDiagnostics');
        assert.deepEqual(world.secretKinds(), isBound ? [...keptTokens, 'binding key'].sort() : keptTokens);
      });
    }
  }

  it('T60 registering the editor keeps what manages the registration in the secret storage', async () => {
    await world.signInBy('loopback', 'own');
    provider.marks.set('registration-token-of-this-editor', 'registration_access_token');
    assert.ok(world.secretKinds().includes('registration_access_token'));
  });

  it('T60 several accounts: adding, switching, a session that the provider ends', async () => {
    provider.behave({ claims: (claims) => ({ ...claims, sub: 'bob', name: 'Bob Brown' }) });
    const bob = await world.signInBy('loopback');
    const labels = world.window.snapshot.sessions.map(({ account }) => account.label);
    assert.ok(labels.includes('Bob Brown') && labels.length >= 2, labels.join());
    const values: unknown[] = [];
    world.window.acts.chooses = (_title, offered) => {
      values.push(...offered);
      return offered[0];
    };
    await world.run('switchAccount');
    assert.ok(values.length >= 2);
    provider.useUpRefreshToken();
    await world.fails(world.window.product.sessions.renewed(bob), 'session.expired');
    await world.run('showMenu').catch(() => undefined); // whatever comes first in the menu may fail
  });

  it('T60 an answer for another sign-in, in any way back', async () => {
    provider.behave({
      callback: (query) => {
        query.set('state', provider.mark('state'));
      },
    });
    world.flow = 'pastedUrl';
    world.beforeBrowser();
    await world.fails(world.run('signIn'), 'signIn.answerInvalid');
    for (const flow of ['loopback', 'uriHandler'] as const) {
      world.flow = flow;
      world.window.cancelling = new AbortController();
      world.beforeBrowser();
      const signingIn = world.run('signIn');
      signingIn.catch(() => undefined); // looked at below
      world.window.surroundings.hand(await world.endOfBrowser());
      world.window.cancelling.abort();
      await world.fails(signingIn, 'operation.cancelled');
    }
  });

  it('T60 signing out, here and at the provider, also where revoking fails', async () => {
    await world.signInBy('loopback');
    world.window.acts.chooses = (_title, [first]) => first;
    provider.behave({
      answer: (path, _request, response, body) => {
        if (path === '/revoke') json(response, 500, Object.fromEntries(body));
        return path === '/revoke';
      },
    });
    const before = world.window.snapshot.sessions.length;
    await world.run('signOutAtProvider');
    provider.marks.set(provider.loggedOut?.get('id_token_hint') ?? '', 'id_token_hint');
    assert.equal(world.window.snapshot.sessions.length, before - 1);
    assert.match(provider.loggedOut?.get('id_token_hint') ?? '', /^eyJ/);
    await world.signInBy('pastedUrl');
    await world.run('signOut');
  });

  it('T60 F45 Forget Everything leaves nothing, in the secret storage neither', async () => {
    await world.signInBy('loopback');
    await world.signInBy('loopback', 'own');
    assert.ok(workspace.secrets.values.size > 0);
    await world.run('forgetEverything');
    assert.deepEqual([...workspace.secrets.values], []);
    assert.deepEqual([...workspace.memory.values, ...workspace.personMemory.values], []);
    assert.deepEqual(world.window.snapshot.sessions, []);
  });

  it('T60 what was searched for is everything there was, and no cookie of the provider came back', () => {
    assert.deepEqual(world.kindsIn([...provider.marks.keys()].join('\n')), everyKind);
    assert.deepEqual(provider.cookiesBack, []);
  });
});

const keptTokens: readonly string[] = ['access_token', 'id_token', 'refresh_token'];

const everyKind = [
  ...keptTokens,
  'address',
  'binding key',
  'code',
  'code_challenge',
  'code_verifier',
  'cookie',
  'device_code',
  'id_token_hint',
  'nonce',
  'proof',
  'registration_access_token',
  'request_uri',
  'state',
  'user_code',
  'userinfo',
].sort();
