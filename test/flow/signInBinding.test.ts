import assert from 'node:assert/strict';
import { calculateJwkThumbprint } from 'jose';
import { refresh } from '../../src/signIn/refresh.ts';
import type { SignedIn } from '../../src/signIn/request.ts';
import { absentPerson, fakeClients } from '../fakes/signInEdges.ts';
import { BoundProvider, checked, needsNonce, type Refusal } from './boundProvider.ts';
import { sample } from './localProviderSample.ts';
import { cleanUp, startProvider, writeDeclaration } from './localProviderUnderTest.ts';
import { type SignInWorld, signInWorld, soon } from './signInWorld.ts';

const always = { bindTokens: 'whenAnnounced' } as const;
const insistent: Refusal = (proof) => (proof === undefined ? { error: 'invalid_dpop_proof' } : undefined);

/** Requests to authorize, as the browser made them. */
const authorizations = ({ agent }: SignInWorld): readonly URLSearchParams[] =>
  agent.visited.flatMap((url) => (new URL(url).pathname === '/authorize' ? [new URL(url).searchParams] : []));

const thumbprintOf = ({ bindingKey }: SignedIn): Promise<string> => calculateJwkThumbprint(bindingKey?.publicKey ?? {});

/** Renews what a sign-in gave, as a session does. */
const renew = (world: SignInWorld, signedIn: SignedIn) =>
  refresh(
    { ...signedIn, refreshToken: signedIn.refreshToken ?? '', allowHttpOnLoopback: true, origins: [] },
    { fetch, clock: world.clock, log: world.log },
    new AbortController().signal,
  );

describe('signing in to tokens that are bound to a key', () => {
  let provider: BoundProvider;
  beforeEach(async () => {
    provider = await new BoundProvider().start();
  });
  afterEach(() => provider.stop());

  it('sends proofs where binding is wanted and announced, and names the key beforehand', async () => {
    provider.offers['userinfo_endpoint'] = `${provider.issuer}/userinfo`;
    provider.faults.claims = (claims) => ({ ...claims, name: undefined });
    const world = signInWorld(provider.issuer);
    const signedIn = await soon(world.signIn(always));
    const thumbprint = await thumbprintOf(signedIn);
    const [exchange] = provider.tokenRequests();
    assert.equal((await checked(exchange?.proof, 'POST', `${provider.issuer}/token`)).thumbprint, thumbprint);
    assert.deepEqual(
      authorizations(world).map((query) => query.get('dpop_jkt')),
      [thumbprint],
    );
    const userinfo = provider.sent.find(({ path }) => path === '/userinfo');
    assert.equal(userinfo?.authorization, ['DPoP', signedIn.accessToken].join(' '));
    const address = `${provider.issuer}/userinfo`;
    assert.equal((await checked(userinfo.proof, 'GET', address, signedIn.accessToken)).thumbprint, thumbprint);
    assert.equal(signedIn.label, 'Alice of userinfo');
  });

  it('renews with proofs by the same key, with the nonce that the provider asks for', async () => {
    const world = signInWorld(provider.issuer);
    const signedIn = await soon(world.signIn(always));
    provider.refuse = needsNonce('fresh');
    await renew(world, signedIn);
    const last = await checked(provider.tokenRequests().at(-1)?.proof, 'POST', `${provider.issuer}/token`);
    assert.deepEqual([last.thumbprint, last.payload['nonce']], [await thumbprintOf(signedIn), 'fresh']);
    assert.equal(provider.tokenRequests().length, 3);
  });

  it('each sign-in has a key of its own, and no line of the log holds it', async () => {
    const world = signInWorld(provider.issuer);
    const one = await soon(world.signIn(always));
    const other = await soon(world.signIn(always));
    assert.notEqual(await thumbprintOf(one), await thumbprintOf(other));
    const secret = one.bindingKey?.privateKey.d ?? '';
    assert.equal(secret.length, 43);
    assert.ok(!world.log.lines.join().includes(secret));
  });

  const plain: readonly [title: string, wish: object, announced: readonly string[] | undefined][] = [
    ['where it is only announced', {}, ['ES256']],
    ['where it is not announced', always, undefined],
    ['where another algorithm is announced', always, ['RS256']],
  ];
  for (const [title, wish, announced] of plain) {
    it(`asks for plain tokens ${title}`, async () => {
      provider.offers = { dpop_signing_alg_values_supported: announced };
      const world = signInWorld(provider.issuer);
      const signedIn = await soon(world.signIn(wish));
      assert.equal(signedIn.bindingKey, undefined);
      assert.deepEqual(
        [provider.tokenRequests()[0]?.proof, authorizations(world)[0]?.get('dpop_jkt')],
        [undefined, null],
      );
    });
  }

  const refusals: readonly [title: string, error: Record<string, string>][] = [
    ['the error for that', { error: 'invalid_dpop_proof' }],
    ['asking for a nonce', { error: 'use_dpop_nonce', nonce: 'n' }],
    ['words', { error: 'invalid_request', error_description: 'DPoP proof is missing' }],
    ['no reason', { error: 'invalid_grant', error_description: 'grant request is invalid' }],
  ];
  for (const [title, error] of refusals) {
    it(`a provider that insists with ${title} is given a proof for the same code, and from then on at once`, async () => {
      provider.refuse = (proof) => (proof === undefined ? error : undefined);
      const world = signInWorld(provider.issuer);
      const signedIn = await soon(world.signIn());
      const [first, second] = provider.tokenRequests();
      assert.equal(first?.body.get('code'), second?.body.get('code'));
      await checked(second?.proof, 'POST', `${provider.issuer}/token`);
      assert.notEqual(signedIn.bindingKey, undefined);
      assert.deepEqual([authorizations(world).length, world.opened.length], [1, 1]);
      await soon(world.signIn());
      assert.equal(provider.tokenRequests().length, 3);
      assert.notEqual(authorizations(world)[1]?.get('dpop_jkt'), null);
    });
  }

  it('B12 a code that the refusal used up is asked for anew, in the same tab', async () => {
    const used = new Set<string | null>();
    provider.refuse = (proof) => {
      const code = provider.sent.at(-1)?.body.get('code') ?? null;
      if (used.has(code)) return { error: 'invalid_grant' };
      used.add(code);
      return insistent(proof);
    };
    const world = signInWorld(provider.issuer);
    assert.notEqual((await soon(world.signIn())).bindingKey, undefined);
    assert.deepEqual([authorizations(world).length, world.opened.length, provider.tokenRequests().length], [2, 1, 3]);
  });

  it('B10 a pushed request carries a proof too where the provider insists', async () => {
    provider.offers['pushed_authorization_request_endpoint'] = `${provider.issuer}/par`;
    provider.refuse = insistent;
    const pushed: Refusal = (proof) => insistent(proof) ?? { error: 'invalid_request', error_description: 'seen' };
    provider.refuse = pushed;
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused', quoted: 'seen' });
    const [without, second, ...more] = provider.sent.filter(({ path }) => path === '/par');
    assert.deepEqual([without?.proof, without?.body.get('dpop_jkt'), more.length], [undefined, null, 0]);
    const { thumbprint } = await checked(second?.proof, 'POST', `${provider.issuer}/par`);
    assert.equal(second?.body.get('dpop_jkt'), thumbprint);
    assert.deepEqual(world.opened, []);
  });

  it('ends where even a proof is refused', async () => {
    provider.refuse = () => ({ error: 'invalid_dpop_proof' });
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused' });
    assert.deepEqual([provider.tokenRequests().length, world.opened.length], [3, 1]);
  });

  it('a code that is bad in another way is refused, with and without a proof', async () => {
    provider.refuse = () => ({ error: 'invalid_grant' });
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused' });
    assert.deepEqual([provider.tokenRequests().length, authorizations(world).length], [2, 1]);
  });

  it('does not take tokens that are bound to what was never offered, nor renewed ones', async () => {
    const world = signInWorld(provider.issuer);
    const signedIn = await soon(world.signIn());
    provider.tokenType = 'DPoP';
    await assert.rejects(renew(world, signedIn), { code: 'signIn.answerInvalid' });
    await assert.rejects(soon(world.signIn()), { code: 'signIn.answerInvalid' });
  });

  it('takes plain tokens as plain, and says so, where binding was offered in vain', async () => {
    provider.tokenType = 'Bearer';
    const world = signInWorld(provider.issuer);
    assert.equal((await soon(world.signIn(always))).bindingKey, undefined);
    assert.ok(world.log.lines.some((line) => line.includes('did not bind the access token')));
  });

  it('A6 a registration that asks for bound tokens is kept, and they are bound from the start', async () => {
    provider.offers['registration_endpoint'] = `${provider.issuer}/register`;
    const clients = fakeClients();
    provider.registrationSays = { dpop_bound_access_tokens: true };
    const world = signInWorld(provider.issuer, { clients }, {});
    assert.notEqual((await soon(world.signIn())).bindingKey, undefined);
    assert.equal(clients.known.get(provider.issuer)?.bindsTokens, true);
    assert.notEqual(authorizations(world)[0]?.get('dpop_jkt'), null);
    assert.equal(provider.tokenRequests().length, 1);
  });

  it('H56 the device flow binds as well, and says it only once where the provider insists', async () => {
    provider.offers['device_authorization_endpoint'] = `${provider.issuer}/device`;
    const answers = ['authorization_pending', 'authorization_pending'];
    provider.refuse = (proof) => {
      if (proof === undefined) return { error: 'invalid_dpop_proof' };
      const error = answers.shift();
      return error === undefined ? undefined : { error };
    };
    const world = signInWorld(provider.issuer, {
      person: { ...absentPerson(), showCode: () => Promise.resolve(true) },
    });
    const signingIn = world.signIn({ flow: 'deviceCode' });
    for (const sent of [2, 3, 4]) {
      while (world.clock.waiting < 3) await new Promise(setImmediate); // the limit, the code's life, the pause
      world.clock.advance(15_000);
      while (provider.tokenRequests().length < sent) await new Promise(setImmediate);
    }
    const signedIn = await soon(signingIn);
    const proofs = provider.tokenRequests().map(({ proof }) => proof);
    assert.deepEqual(
      proofs.map((proof) => proof !== undefined),
      [false, true, true, true],
    );
    const last = await checked(proofs.at(-1), 'POST', `${provider.issuer}/token`);
    assert.equal(last.thumbprint, await thumbprintOf(signedIn));
  });
});

describe('tokens of the local provider that are bound to a key', function () {
  this.timeout(60_000);
  after(cleanUp);

  it('come, are renewed with the key, and are worth nothing without it', async () => {
    const provider = await startProvider({ declaration: writeDeclaration(sample) });
    const world = signInWorld(provider.issuer, {}, { clientId: 'sso-toolkit' });
    world.browse = async (url) => world.agent.press(await world.agent.visit(url), 'Continue as Alice Adams');
    const signedIn = await world.signIn({ ...always, scopes: ['openid', 'profile'] });
    assert.equal(signedIn.label, 'Alice Adams');
    const renewed = await renew(world, signedIn);
    const { refreshToken } = renewed;
    const { issuer, clientId, flow, subject, label, idToken, accessToken, scopes } = signedIn;
    const stolen = { issuer, clientId, flow, subject, label, idToken, accessToken, scopes, refreshToken };
    await assert.rejects(renew(world, stolen), { code: 'session.expired' });
    const plain = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${renewed.accessToken}` } });
    assert.equal(plain.status, 401);
  });
});
