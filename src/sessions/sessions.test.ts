import assert from 'node:assert/strict';
import { settled, shared, window } from '../../test/flow/sessionsWorld.ts';
import { fakeSecrets } from '../../test/fakes/fakeSecrets.ts';
import { editorAccount } from './authentication.ts';
import type { SignedIn } from '../signIn/request.ts';

/** No provider answers here: `.invalid` never resolves, and these tests never ask. */
const alice: SignedIn = {
  clientId: 'client',
  flow: 'loopback',
  issuer: 'https://id.invalid',
  subject: 'alice',
  label: 'Alice Adams',
  accessToken: 'access-1',
  idToken: 'id-1',
  scopes: ['openid'],
};
const noFetch = () => Promise.reject(new TypeError('no network in this test'));

describe('Sessions', () => {
  const open = () => {
    const common = shared();
    return {
      ...common,
      ...window({ ...common, fetch: noFetch }, alice),
      other: window({ ...common, fetch: noFetch }, alice),
    };
  };

  it('keeps a session as facts without tokens, and hands the tokens out for one call', async () => {
    const { sessions, signIn } = open();
    const facts = await signIn();
    assert.deepEqual(facts, {
      id: facts.id,
      environment: 'local',
      issuer: 'https://id.invalid',
      account: { id: 'https://id.invalid#alice', label: 'Alice Adams' },
      scopes: ['openid', 'profile'],
      refreshable: false,
      clientId: 'client',
      flow: 'loopback',
      bound: false,
    });
    assert.deepEqual(await sessions.list(), [facts]);
    assert.deepEqual(await sessions.tokens(facts.id), { accessToken: 'access-1', idToken: 'id-1', facts });
  });

  it('F40 writes one record per session under session:<id>, with a version', async () => {
    const { secrets, signIn } = open();
    const { id } = await signIn();
    assert.deepEqual([...secrets.values.keys()], [`session:${id}`]);
    assert.match(secrets.values.get(`session:${id}`) ?? '', /^\{"version":1,/);
  });

  it('a reloaded window finds what was stored', async () => {
    const { signIn, secrets, clock, lock } = open();
    const facts = await signIn();
    assert.deepEqual(await window({ secrets, clock, lock }, alice).sessions.list(), [facts]);
  });

  it('F41 G50 tells each window of each change once, and of nothing else', async () => {
    const { sessions, events, signIn, other } = open();
    await other.sessions.list();
    const { id } = await signIn();
    await settled();
    assert.deepEqual([events, other.events], [['+Alice Adams@local'], ['+Alice Adams@local']]);
    await sessions.list();
    await sessions.tokens(id);
    await other.sessions.tokens(id);
    await other.sessions.remove(id);
    await settled();
    const expected = ['+Alice Adams@local', '-Alice Adams@local'];
    assert.deepEqual([events, other.events], [expected, expected]);
  });

  it('G50 the same account with the same scopes takes the place of its older session, in one event', async () => {
    const { sessions, events, signIn, secrets } = open();
    const first = await signIn();
    const second = await signIn({ scopes: ['profile', 'openid'] });
    assert.notEqual(first.id, second.id);
    assert.deepEqual(events, ['+Alice Adams@local', '+Alice Adams@local -Alice Adams@local']);
    assert.deepEqual(
      (await sessions.list()).map(({ id }) => id),
      [second.id],
    );
    assert.equal(secrets.values.size, 1);
  });

  it('keeps other scopes, environments and accounts beside it', async () => {
    const { sessions, signIn } = open();
    await signIn();
    await signIn({ scopes: ['openid'] });
    await signIn({ environment: 'staging' });
    await signIn({}, { subject: 'bob', label: 'Bob Brown' });
    assert.equal((await sessions.list()).length, 4);
  });

  it('G48 gives namesakes labels of their own, and tells of the label that changed', async () => {
    const { sessions, signIn, events, clock } = open();
    await signIn();
    clock.advance(1);
    await signIn({}, { subject: 'alice-2' });
    assert.deepEqual(
      (await sessions.list()).map(({ account }) => account.label),
      ['Alice Adams (alice)', 'Alice Adams (alice-2)'],
    );
    assert.deepEqual(events[1], '+Alice Adams (alice-2)@local ~Alice Adams (alice)@local');
    await signIn({}, { issuer: 'https://b.invalid' });
    const labels = (await sessions.list()).map((facts) => editorAccount(facts).label);
    assert.deepEqual(labels.toSorted(), [
      'Alice Adams (alice) (id.invalid)',
      'Alice Adams (alice-2) (id.invalid)',
      'Alice Adams (b.invalid)',
    ]);
  });

  it('G52 removing an unknown session is no failure, twice neither', async () => {
    const { sessions, signIn, ended } = open();
    const { id } = await signIn();
    await sessions.remove('unknown');
    await Promise.all([sessions.remove(id), sessions.remove(id)]);
    assert.deepEqual(await sessions.list(), []);
    await assert.rejects(sessions.tokens(id), { code: 'session.expired' });
    assert.deepEqual(await ended(), []);
  });

  it('J62 removes here although the provider is not reached', async () => {
    const { sessions, signIn, secrets, log } = open();
    const { id } = await signIn();
    await sessions.remove(id);
    assert.equal(secrets.values.size, 0);
    assert.match(log.lines.join('\n'), /Signed out here, not at the provider/);
  });

  it('F43 skips damaged, foreign and future records, reports each, and deletes none', async () => {
    const { sessions, signIn, secrets, log } = open();
    const { id } = await signIn();
    const good = secrets.values.get(`session:${id}`) ?? '';
    const strange: Record<string, string> = {
      'session:1': '{"version":1',
      'session:2': 'null',
      'session:3': '{"version":2,"what":"ever"}',
      'session:4': good,
      'session:5': good.replace('"version":1', '"version":"1"'),
      other: 'not ours',
    };
    for (const [key, text] of Object.entries(strange)) await secrets.store(key, text);
    await settled();
    assert.deepEqual(
      (await sessions.list()).map((facts) => facts.id),
      [id],
    );
    const reports = log.lines.filter((line) => line.startsWith('A stored session was skipped'));
    assert.equal(reports.length, 5);
    assert.ok(!log.lines.join().includes('access-1'));
    for (const key of Object.keys(strange)) assert.ok(secrets.values.has(key), key);
  });

  it('F42 does not give a newer record up for an older one', async () => {
    const { sessions, events, signIn, secrets } = open();
    const { id } = await signIn();
    const text = secrets.values.get(`session:${id}`) ?? '';
    await secrets.store(`session:${id}`, text.replace('"sequence":1', '"sequence":0').replace('access-1', 'older'));
    assert.equal((await sessions.tokens(id)).accessToken, 'access-1');
    assert.deepEqual(events, ['+Alice Adams@local']);
  });

  it('F45 forgets everything, also what cannot be read, and nothing else', async () => {
    const { sessions, events, signIn, secrets } = open();
    await signIn();
    await secrets.store('session:broken', '{');
    await secrets.store('registration:a', 'kept');
    await secrets.store('client:https://id.invalid', '{}');
    await secrets.store('ended:a', 'garbage');
    assert.deepEqual(await sessions.forgetAll(), { sessions: 1, others: 3 });
    await settled();
    assert.deepEqual([...secrets.values.keys()], ['registration:a']);
    assert.deepEqual(events, ['+Alice Adams@local', '-Alice Adams@local']);
  });

  it('F44 T61 keeps a session in memory when it cannot be stored, and says so once', async () => {
    for (const broken of ['throws', 'keeps nothing'] as const) {
      const { clock, lock } = shared();
      const secrets = {
        ...fakeSecrets(),
        store: () => (broken === 'throws' ? Promise.reject(new Error('locked')) : Promise.resolve()),
      };
      const reported: string[] = [];
      const { sessions, signIn } = window(
        { secrets, clock, lock, fetch: noFetch, report: ({ code }) => reported.push(code) },
        alice,
      );
      const { id } = await signIn();
      await signIn({ environment: 'staging' });
      assert.equal((await sessions.tokens(id)).accessToken, 'access-1');
      assert.equal((await sessions.list()).length, 2);
      assert.deepEqual(reported, ['session.notStored']);
      await sessions.remove(id);
      assert.equal((await sessions.list()).length, 1);
    }
  });

  it('F44 T61 goes on from memory where the storage refuses everything', async () => {
    const { clock, lock } = shared();
    const refuse = () => Promise.reject(new Error('locked'));
    const secrets = { ...fakeSecrets(), store: refuse, get: refuse };
    const { sessions, signIn } = window({ secrets, clock, lock, fetch: noFetch, report: () => undefined }, alice);
    const { id } = await signIn();
    assert.equal((await sessions.tokens(id)).accessToken, 'access-1');
    secrets.delete = refuse;
    secrets.keys = refuse;
    await signIn({ environment: 'staging' });
    await assert.rejects(sessions.remove('other'), { code: 'session.unreadable' });
    await sessions.remove(id);
    assert.deepEqual(
      (await sessions.list()).map(({ environment }) => environment),
      ['staging'],
    );
  });

  it('T61 names a keyring that was locked meanwhile, and goes on once it is open', async () => {
    const { clock, lock, secrets } = shared();
    let locked = false;
    const lockable = {
      ...secrets,
      get: (key: string) => (locked ? Promise.reject(new Error('secret words of the system')) : secrets.get(key)),
    };
    const { sessions, signIn } = window({ secrets: lockable, clock, lock, fetch: noFetch }, alice);
    const { id } = await signIn();
    locked = true;
    await assert.rejects(sessions.tokens(id), { code: 'session.unreadable', message: /^The stored sessions/ });
    locked = false;
    assert.equal((await sessions.tokens(id)).accessToken, 'access-1');
  });

  it('keeps the key that tokens are bound to and the audience with the session, and the facts say "bound"', async () => {
    const { secrets, signIn } = open();
    const point = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ' };
    const privateKey = { ...point, d: 'ZA', ext: true };
    const facts = await signIn(
      { audience: 'https://orders.invalid' },
      { bindingKey: { alg: 'ES256', publicKey: point, privateKey } },
    );
    assert.equal(facts.bound, true);
    const stored = secrets.values.get(`session:${facts.id}`) ?? '';
    assert.match(stored, /"d":"ZA".*"audience":"https:\/\/orders\.invalid"/);
  });

  it('T61 says that the storage cannot be read, and reads it later', async () => {
    const { clock, lock, secrets } = shared();
    let locked = true;
    const lockable = { ...secrets, keys: () => (locked ? Promise.reject(new Error('locked')) : secrets.keys()) };
    const { sessions } = window({ secrets: lockable, clock, lock }, alice);
    await assert.rejects(sessions.list(), { code: 'session.unreadable' });
    locked = false;
    assert.deepEqual(await sessions.list(), []);
  });

  it('E32 a token without a known end counts as valid; one that ran out and cannot be renewed needs the person', async () => {
    const { sessions, signIn, clock } = open();
    const endless = await signIn();
    const short = await signIn({ environment: 'staging' }, { expiresAt: new Date(clock.now().getTime() + 60_000) });
    assert.equal(short.expiresAt?.getTime(), clock.now().getTime() + 60_000);
    clock.advance(59_000);
    assert.equal((await sessions.tokens(short.id)).accessToken, 'access-1');
    clock.advance(2_000);
    await assert.rejects(sessions.tokens(short.id), { code: 'session.expired' });
    clock.advance(100 * 86_400_000);
    assert.equal((await sessions.tokens(endless.id)).accessToken, 'access-1');
    assert.equal((await sessions.list()).length, 2);
  });

  it('passes a failed sign-in on and stores nothing', async () => {
    const common = shared();
    const failing = window({ ...common, signIn: () => Promise.reject(new Error('declined')) }, alice);
    await assert.rejects(failing.signIn(), /declined/);
    assert.deepEqual([common.secrets.values.size, failing.events], [0, []]);
  });

  it('ends its timers when it is disposed of', async () => {
    const { sessions, other, signIn, clock } = open();
    await signIn({}, { refreshToken: 'r', expiresAt: new Date(clock.now().getTime() + 3_600_000) });
    await settled();
    assert.ok(clock.waiting > 0);
    sessions.dispose();
    other.sessions.dispose();
    await settled();
    assert.equal(clock.waiting, 0);
  });
});
