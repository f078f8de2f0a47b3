import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, setGlobalProxyFromEnv } from 'node:http';
import type { SsoError } from '../base/ssoError.ts';
import { boundedFetch } from './boundedFetch.ts';
import { mayHaveArrived } from './unreachable.ts';

describe('a proxy that leads no further', () => {
  let restore: (() => void) | undefined;
  afterEach(() => {
    restore?.();
    restore = undefined;
  });

  const proxied = (proxy: string): void => {
    restore = setGlobalProxyFromEnv({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy });
  };
  const ask = (url: string): Promise<unknown> => boundedFetch(fetch)(url);

  /** Answers every CONNECT, and every request, with this status. */
  async function answering<Result>(status: number, work: () => Promise<Result>): Promise<Result> {
    const server = createServer((_request, response) => response.writeHead(status).end());
    server.on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    proxied(`http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`);
    try {
      return await work();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  for (const [status, words] of [
    [407, /^id\.example could not be reached: the proxy on the way wants a user name and a password/],
    [403, /^id\.example could not be reached: the proxy on the way refused to connect to it \(status 403\)\.$/],
  ] as const) {
    it(`F19 is named when it answers ${String(status)}, and the request never reached the server`, async () => {
      await answering(status, () =>
        assert.rejects(ask('https://id.example/token'), (failure: SsoError) => {
          assert.deepEqual([failure.code, mayHaveArrived(failure)], ['http.unreachable', false]);
          assert.match(failure.message, words);
          assert.match(failure.hint ?? '', /http\.proxy/);
          return true;
        }),
      );
    });
  }

  it('F19 is named when it answers in place of the server, however the fetch at hand tells of it', async () => {
    const server = createServer((_request, response) => response.writeHead(407).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const asked = ask(`http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/x`);
    const wanted = { code: 'http.unreachable', message: /proxy on the way wants/ };
    await assert.rejects(asked, wanted);
    server.closeAllConnections();
    server.close();
    const telling = () => Promise.resolve(new Response('', { status: 407 }));
    await assert.rejects(boundedFetch(telling)('https://id.example/x'), wanted);
  });

  for (const proxy of ['http://127.0.0.1:1', 'http://proxy.invalid:3128']) {
    it(`is named instead of the host when ${proxy} is not there`, async () => {
      proxied(proxy);
      await assert.rejects(ask('https://id.example/x'), {
        message: 'id.example could not be reached: the proxy on the way does not answer.',
        hint: /http\.proxy/,
      });
    });
  }

  for (const [code, words, arrives] of [
    ['ERR_TUNNEL_CONNECTION_FAILED', /the proxy on the way/, false],
    ['ERR_PROXY_CONNECTION_FAILED', /the proxy on the way/, false],
    ['ERR_NAME_NOT_RESOLVED', /DNS/, false],
    ['ERR_CERT_AUTHORITY_INVALID', /not trusted/, false],
    ['ERR_CERT_DATE_INVALID', /expired/, false],
    ['ERR_CONNECTION_RESET', /was cut/, true],
  ] as const) {
    it(`${code} of an editor that fetches by Chromium has the same words`, async () => {
      const failing = () => Promise.reject(new Error(`net::${code}`));
      await assert.rejects(boundedFetch(failing)('https://id.example/x'), (failure: Error) => {
        assert.match(failure.message, words);
        assert.equal(mayHaveArrived(failure), arrives);
        return true;
      });
    });
  }
});
