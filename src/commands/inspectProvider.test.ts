import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import type { Documents, Fetch } from '../ports.ts';
import { inspectProvider } from './inspectProvider.ts';

const issuer = 'https://id.example/a2';
const metadata = { issuer, authorization_endpoint: `${issuer}/authorize`, jwks_uri: `${issuer}/jwks` };

describe('inspecting a provider', () => {
  function world(fetch: Fetch) {
    const shown: string[] = [];
    const log = fakeLog();
    const cancelling = new AbortController();
    const documents: Documents = {
      show: ({ text }) => Promise.resolve(void shown.push(text)),
      compare: () => Promise.reject(new Error('nothing is compared here')),
      open: () => Promise.reject(new Error('nothing is opened here')),
      selection: () => '',
    };
    const inspecting = () =>
      inspectProvider({
        ask: fakeAsk({ text: () => ` ${issuer} ` }),
        documents,
        fetch,
        log,
        progress: {
          briefly: (_title, work) => work(),
          during: (_title, work) => work(() => undefined, cancelling.signal),
        },
      });
    return {
      inspecting,
      shown,
      log,
      cancel: () => {
        cancelling.abort();
      },
    };
  }

  it('I58 has one line in the log for each request, and shows what came', async () => {
    const { inspecting, shown, log } = world((input) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      return Promise.resolve(Response.json(pathname.endsWith('/jwks') ? { keys: [] } : metadata));
    });
    await inspecting();
    assert.equal(shown.length, 1);
    assert.deepEqual(
      log.lines.map((line) => line.replace(/\d+ ms$/, 'N ms')),
      [`GET ${issuer}/.well-known/openid-configuration 200 N ms`, `GET ${issuer}/jwks 200 N ms`],
    );
  });

  it('is quiet when the person cancels', async () => {
    const { inspecting, shown, cancel } = world(
      (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
          setImmediate(cancel);
        }),
    );
    await assert.rejects(inspecting(), { code: 'operation.cancelled' });
    assert.deepEqual(shown, []);
  });
});
