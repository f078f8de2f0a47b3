import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer, getCACertificates, type Server, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { Authority } from './certificates.ts';
import { HostileProvider } from './hostileProvider.ts';
import { signInWorld, soon } from './signInWorld.ts';

const here = 'IP:127.0.0.1';

describe('signing in over TLS', function () {
  this.timeout(20_000);
  const provider = new HostileProvider();
  const trusted = getCACertificates('default');
  let authority: Authority;
  let plain = '';
  let front: Server | undefined;
  const sockets = new Set<Socket>();
  before(async () => {
    authority = new Authority();
    await provider.start();
    plain = provider.issuer;
  });
  after(async () => {
    await provider.stop();
    authority.dispose();
  });
  beforeEach(() => {
    provider.heal();
  });
  afterEach(() => {
    setDefaultCACertificates(trusted);
    for (const socket of sockets) socket.destroy();
    front?.close();
  });

  const trustAuthority = (): void => {
    setDefaultCACertificates([...trusted, authority.cert]);
  };

  /** The provider is reached through TLS alone from now on. */
  async function secured(options: TlsOptions): Promise<void> {
    front = createServer(options, (socket) => {
      const behind = connect(Number(new URL(plain).port), '127.0.0.1');
      for (const each of [socket, behind]) each.on('error', () => undefined); // connections end as they like here
      sockets.add(socket).add(behind);
      socket.pipe(behind).pipe(socket);
    });
    front.on('tlsClientError', () => undefined); // a client that refuses is what is wanted
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    const address = front.address();
    provider.issuer = `https://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  }

  it('F20 takes a certificate of an authority that was added, the whole way', async () => {
    await secured(authority.sign(here));
    trustAuthority();
    const world = signInWorld(provider.issuer);
    const { issuer, subject } = await soon(world.signIn({ allowHttpOnLoopback: false }));
    assert.deepEqual([issuer, subject], [provider.issuer, 'alice']);
  });

  const refused: readonly [title: string, options: () => TlsOptions, message: RegExp, hint: RegExp][] = [
    ['has expired', () => authority.sign(here, -1), /certificate has expired \(TLS\)/, /Renew the certificate/],
    ['is for another host', () => authority.sign('DNS:other.example'), /certificate is for another host/, /host name/],
    ['is signed by itself', () => authority.selfSigned(here), /certificate is not trusted/, /NODE_EXTRA_CA_CERTS/],
    [
      'comes over TLS 1.0',
      () => ({ ...authority.sign(here), minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      /no secure connection could be agreed on \(TLS\)/,
      /TLS 1\.2 or newer/,
    ],
  ];
  for (const [title, options, message, hint] of refused) {
    it(`F20 I59 refuses a certificate that ${title}, and says so with the host`, async () => {
      await secured(options());
      trustAuthority();
      const world = signInWorld(provider.issuer);
      await assert.rejects(soon(world.signIn()), (error: Error & { code: string; hint: string }) => {
        assert.equal(error.code, 'http.unreachable');
        assert.ok(error.message.startsWith(`${new URL(provider.issuer).host} could not be reached: `), error.message);
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      });
      assert.deepEqual([provider.requests, world.opened], [[], []], 'nothing was sent');
    });
  }

  it('F20 does not trust an authority that was not added', async () => {
    await secured(authority.sign(here));
    await assert.rejects(soon(signInWorld(provider.issuer).signIn()), { message: /certificate is not trusted/ });
    assert.deepEqual(provider.requests, []);
  });
});
