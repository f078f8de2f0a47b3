import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { boundedFetch, type Limits } from './boundedFetch.ts';
import { fetchJson } from './json.ts';

describe('boundedFetch', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  async function listening(server: Server): Promise<string> {
    servers.push(server);
    server.on('connection', (socket: Socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? `http://127.0.0.1:${String(address.port)}` : '';
  }
  const serving = (answer: (response: ServerResponse) => void): Promise<string> =>
    listening(
      createServer((_request, response) => {
        answer(response);
      }),
    );
  const ask = (url: string, limits: Limits = {}, signal?: AbortSignal): Promise<Response> =>
    boundedFetch(fetch, limits, signal)(url);

  it('hands over status, headers and body', async () => {
    const url = await serving((response) => response.writeHead(404, { 'x-a': 'b' }).end('gone'));
    const answer = await ask(url);
    assert.deepEqual([answer.status, answer.headers.get('x-a'), await answer.text()], [404, 'b', 'gone']);
  });

  it('hands over answers without a body', async () => {
    assert.equal((await ask(await serving((response) => response.writeHead(204).end()))).status, 204);
  });

  it('T17 does not follow redirects', async () => {
    const url = await serving((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    const answer = await ask(url);
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, 'http://127.0.0.1:1/']);
  });

  it('F15 ends after its time when nothing comes, F16 also when it comes byte by byte', async () => {
    const silent = await serving(() => undefined);
    await assert.rejects(ask(silent, { timeoutMs: 60 }), { code: 'http.timeout' });
    const slow = await serving((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    await assert.rejects(ask(slow, { timeoutMs: 80 }), { code: 'http.timeout' });
  });

  it('F17 stops at the size limit, F18 counted after unpacking', async () => {
    const endless = await serving((response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more);
      };
      more();
    });
    await assert.rejects(ask(endless, { maxBytes: 100_000 }), { code: 'http.tooLarge' });
    const announced = await serving((response) =>
      response.writeHead(200, { 'content-length': 300_000_000 }).write('x'),
    );
    await assert.rejects(ask(announced), { code: 'http.tooLarge' });
    const bomb = await serving((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000))),
    );
    await assert.rejects(ask(bomb), { code: 'http.tooLarge' });
  });

  it('F18 says that an answer broke off', async () => {
    const cut = await serving((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('only this', () => response.destroy());
    });
    await assert.rejects(ask(cut), { code: 'http.answerInvalid', message: /broke off/ });
  });

  it('names host and cause when nobody is reached', async () => {
    const reset = await listening(createRawServer((socket) => socket.resetAndDestroy()));
    const plain = await serving((response) => response.end('not TLS'));
    const gone = await serving(() => undefined);
    servers.at(-1)?.close();
    const cases: readonly [url: string, message: RegExp][] = [
      [gone, /^127\.0\.0\.1:\d+ could not be reached: nothing listens there/],
      [reset, /^127\.0\.0\.1:\d+ could not be reached: the connection was cut/],
      [plain.replace('http:', 'https:'), /could not be reached: no secure connection .*\(TLS\)/],
    ];
    for (const [url, message] of cases) await assert.rejects(ask(url), { code: 'http.unreachable', message });
  });

  it('finds the telling code however deep it lies', async () => {
    const cases: readonly [code: string, words: RegExp][] = [
      ['ENOTFOUND', /DNS/],
      ['EAI_AGAIN', /DNS/],
      ['CERT_HAS_EXPIRED', /expired/],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', /not trusted/],
      ['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
      ['UND_ERR_CONNECT_TIMEOUT', /in time/],
      ['ENETUNREACH', /no way/],
      ['ESTRANGE', /ESTRANGE/],
    ];
    for (const [code, message] of cases) {
      const inner = Object.assign(new Error('inner'), { code });
      const failing = () => Promise.reject(new TypeError('fetch failed', { cause: new AggregateError([inner]) }));
      await assert.rejects(boundedFetch(failing)('https://id.example/x'), { code: 'http.unreachable', message });
    }
  });

  it('ends with the reason of the signal that ended it', async () => {
    const silent = await serving(() => undefined);
    const ending = new AbortController();
    const asking = ask(silent, {}, ending.signal);
    const reason = new Error('enough');
    ending.abort(reason);
    await assert.rejects(asking, reason);
  });

  it('I58 logs method, address without query, status and time of each request, nothing else', async () => {
    const url = await serving((response) => response.end('secret body'));
    const log = fakeLog();
    await boundedFetch(fetch, { log })(`${url}/token?code=secret`, {
      method: 'POST',
      body: 'secret',
      headers: { a: 'secret' },
    });
    await assert.rejects(boundedFetch(fetch, { log, maxBytes: 1 })(url));
    assert.match(
      log.lines.join('\n'),
      /^POST http:\/\/127\.0\.0\.1:\d+\/token 200 \d+ ms\nGET \S+ http\.tooLarge \d+ ms$/,
    );
  });
});

describe('fetchJson', () => {
  const answering =
    (body: string, type: string, status = 200) =>
    () =>
      Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));

  it('hands over what was sent as JSON, whatever the status', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/scim+json']) {
      const { status, body } = await fetchJson(answering('{"a":1}', type, 400), 'https://id.example/x');
      assert.deepEqual([status, body], [400, { a: 1 }]);
    }
  });

  it('F19 refuses anything else with a guess at its cause', async () => {
    for (const [body, type] of [
      ['<html>', 'text/html'],
      ['{}', 'text/plain'],
      ['{', 'application/json'],
      ['{}', '<b>'],
    ] as const) {
      await assert.rejects(fetchJson(answering(body, type), 'https://id.example/x'), {
        code: 'http.answerInvalid',
        message: /^The answer of id\.example to \/x \(status 200\) .*: a proxy or a captive portal\?$/,
      });
    }
  });
});
