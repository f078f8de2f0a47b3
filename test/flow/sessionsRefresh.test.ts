import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import type { SignedIn } from '../../src/signIn/request.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { settled, shared, window } from './sessionsWorld.ts';
import { signInWorld, soon } from './signInWorld.ts';

const hour = 3_600_000;

describe('Sessions and refreshing', () => {
  const provider = new HostileProvider();
  let signedIn: SignedIn;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(async () => {
    provider.heal();
    signedIn = await signInWorld(provider.issuer).signIn();
    provider.requests.length = 0;
  });
  afterEach(() => {
    forgetMetadata();
  });

  async function open() {
    const common = shared();
    const one = window(common, signedIn);
    const other = window(common, signedIn);
    await other.sessions.list();
    const facts = await one.signIn();
    await settled();
    one.events.length = other.events.length = 0;
    return { ...common, one, other, id: facts.id };
  }

  /** Leaves just enough time for the background not to run, and too little for handing tokens out. */
  const nearEnd = (clock: { advance: (milliseconds: number) => void }): void => {
    clock.advance(1);
  };

  const shortLived = (): void => {
    signedIn = { ...signedIn, expiresAt: new Date(Date.now() - 1) };
  };

  it('E33 renews when less than 5 minutes are left, not before, G49 under the same id', async () => {
    const { one, clock, id } = await open();
    clock.advance(hour - 10 * 60_000);
    await settled();
    provider.requests.length = 0;
    const { accessToken } = await one.sessions.tokens(id);
    assert.deepEqual(provider.requests, []);
    one.sessions.dispose();
    clock.advance(6 * 60_000);
    const renewed = await one.sessions.tokens(id);
    assert.notEqual(renewed.accessToken, accessToken);
    assert.equal(renewed.facts.id, id);
    assert.equal(renewed.facts.expiresAt?.getTime(), clock.now().getTime() + hour);
  });

  it('E33 E37 F6 all who ask in all windows share one request', async () => {
    shortLived();
    const { one, other, clock, id } = await open();
    nearEnd(clock);
    const tokens = await Promise.all([
      ...Array.from({ length: 5 }, () => one.sessions.tokens(id)),
      ...Array.from({ length: 5 }, () => other.sessions.tokens(id)),
    ]);
    assert.equal(provider.count('/token'), 1);
    assert.equal(new Set(tokens.map(({ accessToken }) => accessToken)).size, 1);
    await settled();
    assert.deepEqual([one.events, other.events], [['~Alice Adams@local'], ['~Alice Adams@local']]);
    assert.notEqual(provider.currentRefreshToken, undefined, 'the grant is alive');
  });

  it('E35 keeps what the answer leaves out', async () => {
    shortLived();
    const { one, secrets, id } = await open();
    provider.faults.tokens = ({ access_token, token_type }) => ({ access_token, token_type });
    const { idToken, facts } = await one.sessions.tokens(id);
    assert.equal(idToken, signedIn.idToken);
    assert.deepEqual([facts.expiresAt, facts.scopes, facts.refreshable], [undefined, ['openid', 'profile'], true]);
    assert.ok(secrets.values.get(`session:${id}`)?.includes(signedIn.refreshToken ?? 'none'));
  });

  it('E35 does not take the tokens of another account or issuer, and keeps the session', async () => {
    for (const change of [{ sub: 'mallory' }, { iss: 'https://b.example' }]) {
      signedIn = await signInWorld(provider.issuer).signIn();
      shortLived();
      const { one, id } = await open();
      provider.faults.claims = (claims) => ({ ...claims, ...change });
      await assert.rejects(one.sessions.tokens(id), { code: 'signIn.answerInvalid' });
      assert.equal((await one.sessions.list()).length, 1);
      provider.faults = {};
    }
  });

  it('E36 a definite refusal ends the session in all windows, and is told there until somebody signs in again', async () => {
    shortLived();
    const { one, other, id } = await open();
    provider.faults.answer = refusing(400, { error: 'invalid_grant', error_description: 'Revoked.' });
    await assert.rejects(one.sessions.tokens(id), { code: 'session.expired', quoted: 'Revoked.' });
    await settled();
    assert.deepEqual([one.events, other.events], [['-Alice Adams@local'], ['-Alice Adams@local']]);
    assert.deepEqual([await one.ended(), await other.ended()], [['Alice Adams'], ['Alice Adams']]);
    provider.faults = {};
    await other.signIn();
    assert.deepEqual([await one.ended(), await other.ended()], [[], []]);
  });

  const passing: readonly [title: string, status: number, body: unknown][] = [
    ['503', 503, { error: 'temporarily_unavailable' }],
    ['500 without JSON', 500, undefined],
    ['429', 429, { error: 'slow_down' }],
    ['invalid_client', 401, { error: 'invalid_client' }],
  ];
  for (const [title, status, body] of passing) {
    it(`E36 F12 ${title} keeps the session, and a still valid token in use, asking ever less often`, async () => {
      const { one, other, clock, id } = await open();
      for (const { sessions } of [one, other]) sessions.dispose(); // without the timers
      provider.faults.answer = refusing(status, body);
      clock.advance(hour - 4 * 60_000);
      for (let round = 0; round < 5; round++) {
        assert.equal((await one.sessions.tokens(id)).accessToken, signedIn.accessToken);
      }
      assert.equal(provider.count('/token'), 1);
      clock.advance(5_000);
      await one.sessions.tokens(id);
      clock.advance(5_000);
      await one.sessions.tokens(id);
      assert.equal(provider.count('/token'), 2);
      clock.advance(4 * 60_000);
      await assert.rejects(one.sessions.tokens(id), (error: { code: string }) => error.code !== 'session.expired');
      assert.deepEqual(await one.ended(), []);
      const [facts] = await one.sessions.list();
      assert.match(facts?.trouble?.reason ?? '', /did not renew|no longer knows/);
      provider.faults = {};
      assert.notEqual((await one.sessions.tokens(id)).accessToken, signedIn.accessToken, 'E39: back at once');
      assert.equal((await one.sessions.list())[0]?.trouble, undefined);
    });
  }

  it('E38 F8 adopts what another window got although this one was refused', async () => {
    shortLived();
    const { one, secrets, clock, id } = await open();
    provider.faults.answer = (path, _request, response) => {
      if (path !== '/token') return false;
      const text = secrets.values.get(`session:${id}`) ?? '';
      const newer = text
        .replace('"sequence":1', '"sequence":2')
        .replace(signedIn.accessToken, 'access-of-the-other')
        .replace(/"expiresAt":\d+/, `"expiresAt":${String(clock.now().getTime() + hour)}`);
      void secrets.store(`session:${id}`, newer);
      json(response, 400, { error: 'invalid_grant' });
      return true;
    };
    assert.equal((await one.sessions.tokens(id)).accessToken, 'access-of-the-other');
    assert.equal(provider.count('/token'), 1);
  });

  it('F9 does not bring a session back that was signed out during a refresh', async () => {
    shortLived();
    const { one, other, secrets, id } = await open();
    provider.faults.tokens = (tokens) => {
      provider.faults = {};
      void secrets.delete(`session:${id}`);
      return tokens;
    };
    await assert.rejects(one.sessions.tokens(id), { code: 'session.expired' });
    await settled();
    assert.deepEqual([secrets.values.size, other.events], [0, ['-Alice Adams@local']]);
    assert.equal(provider.currentRefreshToken, undefined, 'what came too late was revoked');
  });

  it('F10 F42 does not overwrite a session that became newer during a refresh', async () => {
    shortLived();
    const { one, secrets, clock, id } = await open();
    provider.faults.tokens = (tokens) => {
      const text = secrets.values.get(`session:${id}`) ?? '';
      const newer = text.replace('"sequence":1', '"sequence":7').replace(signedIn.accessToken, 'access-of-the-other');
      const end = `"expiresAt":${String(clock.now().getTime() + hour)}`;
      void secrets.store(`session:${id}`, newer.replace(/"expiresAt":\d+/, end));
      return tokens;
    };
    assert.equal((await one.sessions.tokens(id)).accessToken, 'access-of-the-other');
    assert.match(secrets.values.get(`session:${id}`) ?? '', /"sequence":7/);
  });

  it('F11 keeps renewed tokens in memory when they cannot be stored, without asking again', async () => {
    shortLived();
    const common = shared();
    const secrets = { ...common.secrets };
    const reported: string[] = [];
    const one = window({ ...common, secrets, report: ({ code }) => reported.push(code) }, signedIn);
    const { id } = await one.signIn();
    secrets.store = () => Promise.reject(new Error('full'));
    const first = await one.sessions.tokens(id);
    assert.notEqual(first.accessToken, signedIn.accessToken);
    assert.deepEqual(await one.sessions.tokens(id), first);
    assert.deepEqual([provider.count('/token'), reported], [1, ['session.notStored']]);
  });

  it('E34 renews in the background once for all windows, also after a long sleep, and opens nothing', async () => {
    const { one, other, clock, id } = await open();
    for (let minute = 0; minute < 54; minute++) {
      clock.advance(60_000);
      await settled();
    }
    await eventually(() => one.events.length === 1 && other.events.length === 1);
    assert.equal(provider.count('/token'), 1);
    clock.advance(8 * hour);
    await eventually(() => {
      clock.advance(100);
      return one.events.length === 2 && other.events.length === 2;
    });
    assert.equal(provider.count('/token'), 2);
    await one.sessions.tokens(id);
    assert.equal(provider.count('/token'), 2);
    assert.equal(provider.count('/authorize'), 0);
  });

  it('E32 renews a token that a server refused although nobody said when it ends', async () => {
    signedIn = { ...signedIn, expiresAt: undefined } as unknown as SignedIn;
    const { one, id } = await open();
    assert.equal((await one.sessions.tokens(id)).accessToken, signedIn.accessToken);
    assert.notEqual((await one.sessions.renewed(id)).accessToken, signedIn.accessToken);
  });

  it('a caller that gives up does not end the refresh of the others', async () => {
    shortLived();
    const { one, id } = await open();
    const ending = new AbortController();
    const gaveUp = one.sessions.tokens(id, ending.signal);
    const waits = one.sessions.tokens(id);
    ending.abort(new Error('gave up'));
    await assert.rejects(gaveUp, /gave up/);
    assert.notEqual((await waits).accessToken, signedIn.accessToken);
  });

  it('J62 revokes the refresh token, then the access token, and gives up after 5 seconds', async () => {
    const { one, clock, id } = await open();
    const revoked: (string | null)[] = [];
    provider.faults.answer = (path, _request, _response, body) => {
      if (path === '/revoke') revoked.push(body.get('token_type_hint'));
      return false;
    };
    await soon(one.sessions.remove(id));
    assert.deepEqual(revoked, ['refresh_token', 'access_token']);

    const second = await one.signIn();
    provider.requests.length = 0;
    provider.faults.answer = (path) => path === '/revoke'; // never answers
    const removing = one.sessions.remove(second.id);
    await eventually(() => provider.requests.at(-1) === 'POST /revoke');
    assert.deepEqual(await one.sessions.list(), [], 'here it is gone at once');
    clock.advance(5_000);
    await soon(removing);
  });

  const refusing =
    (status: number, body: unknown): NonNullable<HostileProvider['faults']['answer']> =>
    (path, _request, response) => {
      if (path !== '/token') return false;
      if (body === undefined) response.writeHead(status).end('broken');
      else json(response, status, body);
      return true;
    };
});

async function eventually(holds: () => boolean): Promise<void> {
  const end = performance.now() + 3_000;
  while (!holds() && performance.now() < end) await new Promise(setImmediate);
  assert.ok(holds());
}
