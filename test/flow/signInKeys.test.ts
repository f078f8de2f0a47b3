import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { refresh } from '../../src/signIn/refresh.ts';
import type { SignedIn } from '../../src/signIn/request.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { type SignInWorld, signInWorld, soon } from './signInWorld.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('signing in and the keys of the provider', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
  });

  const keysAre = (answer: (response: ServerResponse) => void): void => {
    provider.faults.answer = (path, _request, response) => {
      if (path === '/jwks') answer(response);
      return path === '/jwks';
    };
  };
  const renew = (world: SignInWorld, signedIn: SignedIn) =>
    refresh(
      { ...signedIn, refreshToken: provider.currentRefreshToken ?? '', origins: [], allowHttpOnLoopback: true },
      { fetch, clock: world.clock, log: world.log },
      new AbortController().signal,
    );
  const noted = ({ log }: SignInWorld): readonly string[] =>
    log.lines.filter((line) => line.includes('cannot be read now'));

  it('F24 keys that rotate twice within a minute are accepted at once, each after one download', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    for (const downloads of [2, 3]) {
      await provider.rotateKeys();
      world.clock.advance(5_000);
      assert.equal((await soon(world.signIn())).subject, 'alice');
      assert.equal(provider.count('/jwks'), downloads);
    }
  });

  const sends =
    (status: number, type: string, body: string) =>
    (response: ServerResponse): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
  const outages: readonly [title: string, code: string, answer: (response: ServerResponse) => void][] = [
    ['are cut off', 'http.unreachable', (response) => response.socket?.destroy()],
    ['answer 503', 'http.refused', sends(503, 'application/json', '{}')],
    ['are a page', 'http.answerInvalid', sends(200, 'text/html', '<p>')],
    ['are something else', 'http.answerInvalid', sends(200, 'application/json', '{"issuer":"x"}')],
  ];
  for (const [title, code, answer] of outages) {
    it(`F24 where the keys ${title}, those from before are used for a day, and the log says so`, async () => {
      const world = signInWorld(provider.issuer);
      const signedIn = await soon(world.signIn());
      keysAre(answer);
      world.clock.advance(10 * minute);
      assert.equal((await soon(world.signIn())).subject, 'alice');
      world.clock.advance(day - 11 * minute);
      assert.notEqual((await renew(world, signedIn)).accessToken, signedIn.accessToken);
      assert.equal(noted(world).length, 2);
      assert.match(noted(world)[0] ?? '', new RegExp(`^The keys of 127\\.0\\.0\\.1:\\d+ .*\\(${code}\\)`));
      world.clock.advance(2 * minute);
      await assert.rejects(soon(world.signIn()), { code });
    });

    it(`F24 where the keys ${title} and none were read before, or not the one that is needed, that is said`, async () => {
      keysAre(answer);
      await assert.rejects(soon(signInWorld(provider.issuer).signIn()), {
        code,
        message: /^(What |The answer of )?127\.0\.0\.1:\d+ /,
      });
      provider.heal();
      const world = signInWorld(provider.issuer);
      await soon(world.signIn());
      await provider.rotateKeys();
      keysAre(answer);
      world.clock.advance(5_000);
      await assert.rejects(soon(world.signIn()), { code });
      assert.deepEqual(noted(world), []);
    });
  }

  it('F24 a provider without any key is an error, whatever was known before', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    world.clock.advance(10 * minute);
    keysAre((response) => {
      json(response, 200, { keys: [] });
    });
    for (const each of [world, signInWorld(provider.issuer)]) {
      await assert.rejects(soon(each.signIn()), { code: 'http.answerInvalid', message: /publishes no key/ });
    }
  });

  it('F17 keys without end are stopped at 1 MB, and those from before are used', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    world.clock.advance(10 * minute);
    let sent = 0;
    keysAre((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        if (response.destroyed || sent >= 300_000_000) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, ' '), more);
      };
      more();
    });
    assert.equal((await soon(world.signIn())).subject, 'alice');
    assert.match(noted(world)[0] ?? '', /http\.tooLarge/);
    assert.ok(sent < 30_000_000, `${String(sent)} bytes were taken`);
  });
});
