import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { mock } from 'node:test';
import { gzipSync } from 'node:zlib';
import { discover, forgetMetadata } from '../../src/signIn/discover.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { HostileProvider } from './hostileProvider.ts';
import { settled, shared, window } from './sessionsWorld.ts';
import { signInWorld, soon } from './signInWorld.ts';

const hour = 3_600_000;
const wellKnown = '/.well-known/openid-configuration';

describe('signing in through a bad network', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
    forgetMetadata();
  });
  afterEach(() => {
    mock.reset();
    mock.timers.reset();
  });

  const metadataIs = (answer: (response: ServerResponse) => void): void => {
    provider.faults.answer = (path, _request, response) => {
      if (path === wellKnown) answer(response);
      return path === wellKnown;
    };
  };
  const json = { 'content-type': 'application/json' };

  it('F17 metadata without end are stopped at 1 MB, named with their address, and nothing is opened', async () => {
    let sent = 0;
    metadataIs((response) => {
      response.writeHead(200, json);
      const more = (): void => {
        if (response.destroyed || sent >= 300_000_000) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, ' '), more);
      };
      more();
    });
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn()), { code: 'http.tooLarge', message: /openid-configuration/ });
    assert.ok(sent < 20_000_000, `${String(sent)} bytes were taken`);
    assert.deepEqual(world.opened, []);
  });

  const damaged: readonly [title: string, code: string, answer: (response: ServerResponse) => void][] = [
    [
      'unpack to far more than they are',
      'http.tooLarge',
      (response) => {
        response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000, ' ')));
      },
    ],
    [
      'are no gzip although they say so',
      'http.answerInvalid',
      (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end('{"issuer":"x"}'),
    ],
    ['are cut in the middle', 'http.answerInvalid', (response) => response.writeHead(200, json).end('{"issuer":"')],
    [
      'are shorter than announced',
      'http.answerInvalid',
      (response) => {
        response.writeHead(200, { ...json, 'content-length': 5_000 });
        response.write('{"issuer":', () => response.destroy());
      },
    ],
    [
      'announce 300 MB',
      'http.tooLarge',
      (response) => response.writeHead(200, { ...json, 'content-length': 300_000_000 }).write('{'),
    ],
  ];
  for (const [title, code, answer] of damaged) {
    it(`F18 metadata that ${title} are named with their address, and nothing of them is used`, async () => {
      metadataIs(answer);
      const world = signInWorld(provider.issuer);
      await assert.rejects(soon(world.signIn()), { code, message: /127\.0\.0\.1:\d+.*openid-configuration/ });
      assert.deepEqual([world.opened, provider.count('/token')], [[], 0]);
    });
  }

  it('F21 a name that cannot be resolved is named', async () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
      const cause = Object.assign(new Error(`getaddrinfo ${code}`), { code, hostname: 'id.example' });
      const world = signInWorld('https://id.example', {
        fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
      });
      await assert.rejects(soon(world.signIn()), { message: /^id\.example could not be reached: its name .*\(DNS\)/ });
    }
  });

  /** Ends only with the signal that it was given. */
  const silent: typeof fetch = (_input, init) => {
    const { promise, reject } = Promise.withResolvers<never>();
    init?.signal?.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
    return promise;
  };

  it('A4 F15 ends after 10 s where nothing answers, without asking again', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let asked = 0;
    const ending = discover(
      'https://id.example',
      deps((input, init) => (asked++, silent(input, init))),
    );
    mock.timers.tick(9_999);
    await settled();
    mock.timers.tick(1);
    await assert.rejects(soon(ending), { code: 'http.timeout' });
    assert.equal(asked, 1);
  });

  it('A4 F15 a second try after a cut connection has what is left of the 10 s', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let asked = 0;
    let now = 0;
    mock.method(performance, 'now', () => now);
    const ending = discover(
      'https://id.example',
      deps((input, init) => {
        asked++;
        if (asked > 1) return silent(input, init);
        now += 7_000;
        return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'EPIPE' }) }));
      }),
    );
    await settled();
    assert.equal(asked, 2);
    mock.timers.tick(3_000);
    await assert.rejects(soon(ending), { code: 'http.timeout', message: /within 3 seconds/ });
    assert.equal(asked, 2);
  });

  const deps = (fetch: typeof globalThis.fetch) => ({
    fetch,
    clock: new FakeClock(),
    log: fakeLog(),
    allowHttpOnLoopback: true,
  });

  const outages: readonly [title: string, answer: (response: ServerResponse) => void][] = [
    ['is cut off', (response) => response.socket?.destroy()],
    ['answers 503', (response) => response.writeHead(503, json).end('{}')],
    ['answers 404', (response) => response.writeHead(404, json).end('{}')],
    ['is a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
    ['names another issuer', (response) => response.writeHead(200, json).end('{"issuer":"https://other.example"}')],
  ];
  for (const [title, answer] of outages) {
    it(`A4 F15 discovery that ${title} removes no session, and renews it once it works again`, async () => {
      const signedIn = await signInWorld(provider.issuer).signIn();
      const common = shared();
      const { sessions, ended, signIn } = window(common, signedIn);
      const { id } = await signIn();
      sessions.dispose(); // without the timer
      forgetMetadata();
      metadataIs(answer);
      common.clock.advance(hour + 1_000);
      await assert.rejects(sessions.tokens(id));
      assert.deepEqual([(await sessions.list()).map((facts) => facts.id), await ended()], [[id], []]);
      provider.heal();
      common.clock.advance(hour);
      assert.notEqual((await sessions.tokens(id)).accessToken, signedIn.accessToken);
    });
  }
});
