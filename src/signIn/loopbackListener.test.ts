import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { LoopbackListener } from './loopbackListener.ts';
import { loopbackPlace } from './loopbackPlace.ts';
import { signedInPage } from './pages.ts';
import type { Expectation } from './returnChannel.ts';

const anywhere = loopbackPlace([], []);

describe('LoopbackListener', () => {
  const state = 'the-state-of-this-sign-in';
  const authorizationUrl = 'https://id.example.com/authorize?a=1%2B2&b=%26';
  let clock: FakeClock;
  let log: ReturnType<typeof fakeLog>;
  let listener: LoopbackListener;
  let expectation: Expectation;

  beforeEach(async () => {
    clock = new FakeClock();
    log = fakeLog();
    listener = await LoopbackListener.open(anywhere, clock, log);
    expectation = listener.expect(authorizationUrl, state);
  });
  afterEach(() => {
    listener.dispose();
  });

  const origin = (): string => new URL(listener.redirectUri).origin;
  const port = (): number => Number(new URL(listener.redirectUri).port);
  const get = (target: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(target, origin()), { redirect: 'manual', ...init });
  const good = (): string => `/callback?code=c&state=${state}`;
  const taken = async (): Promise<string | null> => (await expectation.answer).searchParams.get('code');

  /** Sends bytes as they are; resolves to the status line's number, 0 when the connection was only closed. */
  async function raw(text: string, end = true): Promise<number> {
    const socket = connect(port(), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve)); // whatever error came before
    if (end) socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
    await closed;
    return Number(/^HTTP\/1\.1 (\d+)/.exec(Buffer.concat(chunks).toString())?.[1] ?? 0);
  }

  /** The listener is alive and its sign-in undisturbed. */
  async function stillWaits(): Promise<void> {
    assert.equal((await get(good())).status, 303);
    assert.equal(await taken(), 'c');
  }

  it('C13 T10 listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
      .map(({ address }) => address);
    for (const host of [...others, '127.0.0.2', '::1']) {
      const socket = connect(port(), host);
      await assert.rejects(once(socket, 'connect'), host);
    }
  });

  it('C15 names a redirect URI with the literal address, a path and no query', () => {
    assert.match(listener.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it('C17 the start address answers once, to any Host, and with the exact request', async () => {
    const path = new URL(listener.startUrl).pathname;
    const answer = await hosted(path, 'editor.example:8080');
    assert.deepEqual([answer.status, answer.location], [302, authorizationUrl]);
    assert.equal((await hosted(path, 'editor.example:8080')).status, 421);
    const again = await get(path);
    assert.equal(again.status, 410);
    assert.match(await again.text(), /used already/);
  });

  it('C16 a HEAD, a POST or a query does not use the start address or the state up', async () => {
    const path = new URL(listener.startUrl).pathname;
    for (const method of ['HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE']) {
      assert.equal((await get(path, { method })).status, 405, method);
      assert.equal((await get(good(), { method })).status, 405, method);
    }
    assert.equal((await get(`${path}?x=1`)).status, 302, 'a query of the proxy does not matter');
    await stillWaits();
  });

  it('C19 T1 T2 an answer with no, another or a repeated state gets 400, and the sign-in goes on', async () => {
    for (const query of [
      'code=x',
      'code=x&state=',
      'code=x&state=other',
      `code=x&state=${state}&state=${state}`,
      `code=x&state=${state}0`,
      'error=access_denied',
      'error=access_denied&state=other',
      '',
    ]) {
      const answer = await get(`/callback?${query}`);
      assert.equal(answer.status, 400, query);
    }
    await stillWaits();
  });

  it('C20 T4 takes the answer once: replays, also parallel ones, are told so', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(good())));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 410, 410, 410, 410, 410, 410, 410]);
    assert.equal((await get(good())).status, 410);
    assert.equal(await taken(), 'c');
  });

  it('C17 T5 another Host gets 421 without a word, and does not use the state up', async () => {
    const hosts = [
      'evil.example',
      `evil.example:${String(port())}`,
      'localhost.evil.example',
      '127.0.0.1',
      `localhost:${String(port())}`,
    ];
    for (const host of hosts) {
      const answer = await hosted(good(), host);
      assert.deepEqual([answer.status, answer.body], [421, ''], host);
    }
    await stillWaits();
  });

  it('C18 T6 survives what no browser sends', async () => {
    const host = `Host: 127.0.0.1:${String(port())}\r\n`;
    const cases: readonly [sent: string, statuses: readonly number[]][] = [
      ['GET /callback HTTP/1.1\r\nHost: [bad\r\n\r\n', [421]],
      [`GET http://evil.example/callback?state=${state} HTTP/1.1\r\n${host}\r\n`, [404]],
      [`GET //evil.example/callback HTTP/1.1\r\n${host}\r\n`, [404]],
      [`GET ${good()} HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`, [421, 400]],
      ['GET /callback HTTP/1.1\r\n\r\n', [400]],
      [`GET /callback?x=${'y'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`, [431, 0]],
      [`GET /callback?state=\xff\xfe%ff%zz HTTP/1.1\r\n${host}\r\n`, [400]],
      [`POST /callback HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\na=b`, [405]],
      ['\x16\x03\x01\x02\x00 a TLS greeting', [400]],
    ];
    for (const [sent, statuses] of cases) {
      const status = await raw(sent);
      assert.ok(statuses.includes(status), `${sent.slice(0, 40)}: ${String(status)}`);
    }
    const cut = connect(port(), '127.0.0.1');
    await once(cut, 'connect');
    cut.write('GET /callback HTTP/1.1\r\nHo');
    cut.resetAndDestroy();
    await stillWaits();
  });

  it('C16 T8 has no files: every other path is the same 404', async () => {
    for (const path of [
      '/..%2f..%2fetc/passwd',
      '/?../../etc/passwd?x',
      '/favicon.ico',
      '/',
      '/callback/',
      '/done/x',
    ]) {
      const answer = await get(path);
      assert.deepEqual([answer.status, await answer.text()], [404, ''], path);
    }
  });

  it('T9 allows no other origin to read or to frame it', async () => {
    for (const init of [{ headers: { origin: 'https://evil.example' } }, { method: 'OPTIONS' }]) {
      const answer = await get('/callback?state=x', init);
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
        [],
      );
      assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
      assert.equal(answer.headers.get('x-frame-options'), 'DENY');
    }
  });

  it('T9 what a page embeds, fetches or asks beforehand changes nothing, whatever its Sec-Fetch-Dest', async () => {
    for (const destination of ['image', 'iframe', 'frame', 'embed', 'script', 'style', 'empty', 'document', 'odd']) {
      const isPerson = destination === 'document';
      const paths = ['/callback', '/callback?code=x&state=guessed', '/callback?error=access_denied'];
      for (const path of isPerson ? paths : [...paths, good(), new URL(listener.startUrl).pathname]) {
        const headers = {
          'sec-fetch-dest': destination,
          'sec-fetch-site': 'cross-site',
          origin: 'https://evil.example',
        };
        const answer = await get(path, { headers });
        assert.equal(answer.status, isPerson ? 400 : 403, destination);
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
        assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin');
      }
    }
    const asked = { 'access-control-request-method': 'GET', origin: 'https://evil.example' };
    assert.equal((await get(good(), { method: 'OPTIONS', headers: asked })).status, 405);
    await stillWaits();
  });

  it('C21 leads to a result address without code and state, with nothing loaded and nothing kept', async () => {
    const answer = await get(good());
    const location = answer.headers.get('location') ?? '';
    assert.match(location, /^\/done\/[\w-]{22}$/);
    listener.end(signedInPage('Alice'));
    const page = await get(location);
    assert.equal(page.status, 200);
    assert.deepEqual(
      ['cache-control', 'referrer-policy', 'x-content-type-options'].map((name) => page.headers.get(name)),
      ['no-store', 'no-referrer', 'nosniff'],
    );
    assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/);
  });

  it('C23 answers the result address while the exchange runs, and then with the truth', async () => {
    const location = (await get(good())).headers.get('location') ?? '';
    const early = get(location);
    while (clock.waiting === 0) await new Promise(setImmediate);
    clock.advance(1_000);
    assert.match(await (await early).text(), /Finishing the sign-in/);
    const held = get(location);
    while (clock.waiting === 0) await new Promise(setImmediate);
    listener.end(signedInPage('Alice Adams'));
    assert.match(await (await held).text(), /You are signed in as Alice Adams\./);
  });

  it('C24 closes within 5 s after the end, at once when no answer came, with every open socket', async () => {
    const idle = connect(port(), '127.0.0.1');
    await once(idle, 'connect');
    await get(good());
    listener.end(signedInPage('Alice'));
    const closed = once(idle, 'close');
    clock.advance(5_000);
    await closed;
    await assert.rejects(get('/'));
    assert.equal(clock.waiting, 0);

    const second = await LoopbackListener.open(anywhere, clock, log);
    second.end(signedInPage('nobody'));
    await assert.rejects(fetch(second.redirectUri));
  });

  it('C14 takes the next port when one is taken, and says what it tried', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const busy = typeof address === 'object' && address ? address.port : 0;
    const other = await LoopbackListener.open(loopbackPlace([], [busy]), clock, log);
    assert.notEqual(new URL(other.redirectUri).port, String(busy));
    other.dispose();
    holder.close();
  });

  /** With a Host header of the test's choice, which `fetch` does not allow. */
  async function hosted(
    path: string,
    host: string,
  ): Promise<{ status: number; body: string; location: string | undefined }> {
    const sent = request({ host: '127.0.0.1', port: port(), path, headers: { host }, agent: false });
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const body = Buffer.concat(await answer.toArray()).toString();
    return { status: answer.statusCode ?? 0, body, location: answer.headers.location };
  }
});
