import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { LoopbackListener } from './loopbackListener.ts';
import { loopbackPlace } from './loopbackPlace.ts';
import { signedInPage } from './pages.ts';

describe('loopbackPlace', () => {
  const cases: readonly [title: string, registered: readonly string[], candidates: readonly number[], place: object][] =
    [
      [
        'C14 nothing registered: the candidates, then any port',
        [],
        [4711, 4711, 4712],
        { hostname: '127.0.0.1', path: '/callback', addresses: ['127.0.0.1'], ports: [4711, 4712, 0] },
      ],
      [
        'C15 an address without a port decides the path',
        ['http://127.0.0.1/auth/cb'],
        [4711],
        { hostname: '127.0.0.1', path: '/auth/cb', addresses: ['127.0.0.1'], ports: [4711, 0] },
      ],
      [
        'C14 one with a port allows no other',
        ['vscode://sso-toolkit.sso-toolkit/cb', 'http://127.0.0.1:8000/cb'],
        [4711],
        { hostname: '127.0.0.1', path: '/cb', addresses: ['127.0.0.1'], ports: [8000] },
      ],
      [
        'C13 localhost is listened on in both address families',
        ['http://localhost/cb'],
        [],
        { hostname: 'localhost', path: '/cb', addresses: ['127.0.0.1', '::1'], ports: [0] },
      ],
      [
        'C13 the IPv6 address alone',
        ['http://[::1]/cb'],
        [],
        { hostname: '[::1]', path: '/cb', addresses: ['::1'], ports: [0] },
      ],
    ];
  for (const [title, registered, candidates, place] of cases) {
    it(title, () => {
      assert.deepEqual(loopbackPlace(registered, candidates), place);
    });
  }
});

describe('LoopbackListener at other places', () => {
  const clock = new FakeClock();
  const log = fakeLog();
  const listeners: LoopbackListener[] = [];
  afterEach(() => {
    for (const listener of listeners.splice(0)) listener.dispose();
  });
  const open = async (...registered: readonly string[]): Promise<LoopbackListener> => {
    const listener = await LoopbackListener.open(loopbackPlace(registered, []), clock, log);
    listeners.push(listener);
    return listener;
  };
  const visit = (url: string | URL): Promise<Response> => fetch(url, { redirect: 'manual' });

  it('C13 C17 takes an answer for localhost in both address families, under that name alone', async () => {
    const listener = await open('http://localhost/auth/cb');
    const { answer } = listener.expect('https://id.example/authorize', 's');
    const { port } = new URL(listener.redirectUri);
    assert.equal(listener.redirectUri, `http://localhost:${port}/auth/cb`);
    for (const host of ['127.0.0.1', '[::1]']) {
      assert.equal((await visit(`http://${host}:${port}/auth/cb?code=c&state=s`)).status, 421, host);
    }
    assert.equal((await visit(`${listener.redirectUri}?code=c&state=s`)).status, 303);
    assert.equal((await answer).searchParams.get('code'), 'c');
  });

  it('C13 T10 with localhost a program that holds the port of the other address family is not met', async () => {
    const squatter = createServer().listen(0, '::1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const place = loopbackPlace([`http://localhost:${String(port)}/cb`], []);
    await assert.rejects(LoopbackListener.open(place, clock, log), {
      code: 'signIn.portUnavailable',
      message: new RegExp(`port ${String(port)} \\(EADDRINUSE\\)`),
    });
    squatter.close();
  });

  it('C14 a registered port that is taken is named, and no other is used', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const place = loopbackPlace([`http://127.0.0.1:${String(port)}/cb`], [port + 1]);
    await assert.rejects(LoopbackListener.open(place, clock, log), { code: 'signIn.portUnavailable' });
    holder.close();
  });

  it('A6 B12 leads a browser that came back on to the provider once more, in the same tab, and takes its new answer', async () => {
    const listener = await open();
    const first = listener.expect('https://id.example/authorize?first', 'one');
    const back = await visit(`${listener.redirectUri}?code=a&state=one`);
    const result = new URL(back.headers.get('location') ?? '', listener.redirectUri);
    const waiting = visit(result);
    await first.answer;
    while (clock.waiting === 0) await new Promise(setImmediate);
    const second = listener.expect('https://id.example/authorize?second', 'two');
    assert.equal(second.open, undefined);
    const led = await waiting;
    assert.deepEqual([led.status, led.headers.get('location')], [303, 'https://id.example/authorize?second']);
    assert.equal((await visit(`${listener.redirectUri}?code=a&state=one`)).status, 400);
    const again = await visit(`${listener.redirectUri}?code=b&state=two`);
    assert.equal(again.status, 303);
    assert.equal((await second.answer).searchParams.get('code'), 'b');
    listener.end(signedInPage('Alice Adams'));
    assert.match(await (await visit(result)).text(), /You are signed in as Alice Adams/);
  });
});
