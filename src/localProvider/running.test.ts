import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { proofOf } from './proof.ts';
import { findRunning } from './running.ts';
import type { StateFolder } from './stateFolder.ts';

const identity = { instanceId: 'one', secret: 'the secret of the folder, which is long', cookieKeys: ['k'] };

describe('findRunning', () => {
  let server: Server;
  let asked: IncomingMessage[];
  let answer: (res: ServerResponse, nonce: string) => void;
  beforeEach(async () => {
    asked = [];
    server = createServer((req, res) => {
      asked.push(req);
      answer(res, new URL(req.url ?? '', 'http://127.0.0.1').searchParams.get('nonce') ?? '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const port = () => (server.address() as AddressInfo).port;
  const running = () => ({ pid: process.pid, port: port(), issuer: 'http://127.0.0.1', instanceId: 'one' });
  const prove = (secret: string, at: number) => (res: ServerResponse, nonce: string) =>
    res.end(JSON.stringify({ proof: proofOf(secret, nonce, at) }));

  it('T51: finds the provider that proves itself, without having sent the secret', async () => {
    answer = prove(identity.secret, port());
    assert.deepEqual(await findRunning(folderWith(running()), identity), running());
    assert.deepEqual(
      asked.map(({ headers }) => headers.authorization),
      [undefined],
    );
    assert.ok(!asked[0]?.url?.includes(identity.secret));
  });

  it('T51: asks with another nonce each time', async () => {
    answer = prove(identity.secret, port());
    for (let time = 0; time < 2; time++) await findRunning(folderWith(running()), identity);
    assert.notEqual(asked[0]?.url, asked[1]?.url);
  });

  const others: readonly [title: string, answer: (res: ServerResponse, nonce: string) => void][] = [
    ['another secret', (res, nonce) => prove('another secret', port())(res, nonce)],
    ['the proof of another port, passed on', (res, nonce) => prove(identity.secret, port() + 1)(res, nonce)],
    ['a proof for another nonce', (res) => prove(identity.secret, port())(res, 'x'.repeat(43))],
    ['the nonce itself', (res, nonce) => res.end(JSON.stringify({ proof: nonce }))],
    ['the identity of the provider', (res) => res.end(JSON.stringify({ instanceId: 'one' }))],
    ['no JSON', (res) => res.end('<html>')],
    ['too much', (res) => res.end('x'.repeat(100_000))],
    ['half an answer', (res) => res.destroy()],
  ];
  for (const [title, given] of others) {
    it(`T51: counts a listener with ${title} as nothing, and sends it no secret`, async () => {
      answer = given;
      assert.equal(await findRunning(folderWith(running()), identity), undefined);
      assert.deepEqual(
        asked.map(({ headers }) => headers.authorization),
        [undefined],
      );
    });
  }

  const stale: readonly [title: string, saved: object][] = [
    ['of another instance', { instanceId: 'two' }],
    ['of a process that is gone', { pid: 2 ** 30 }],
    ['of another shape', { port: 'many' }],
  ];
  for (const [title, saved] of stale) {
    it(`does not even ask after a record ${title}`, async () => {
      assert.equal(await findRunning(folderWith({ ...running(), ...saved }), identity), undefined);
      assert.equal(asked.length, 0);
    });
  }
});

const folderWith = (saved: unknown): StateFolder => ({
  path: '/nowhere',
  read: () => saved,
  write: () => Promise.resolve(),
  create: () => Promise.resolve(false),
  remove: () => Promise.resolve(),
});
