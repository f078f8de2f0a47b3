import assert from 'node:assert/strict';
import { Server } from 'node:http';
import type { SsoError } from '../base/ssoError.ts';
import { openPort } from './openPort.ts';

/** A system that has just these answers to "listen"; where it has none, there is a server. */
function system(failures: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const makeServer = (): Server => {
    const server = new Server();
    server.listen = (wanted?: unknown) => {
      const { host, port } = wanted as { readonly host: string; readonly port: number };
      const place = `${host} ${String(port)}`;
      asked.push(place);
      const code = failures[place];
      setImmediate(() => {
        if (code === undefined) server.emit('listening');
        else server.emit('error', Object.assign(new Error(code), { code }));
      });
      return server;
    };
    server.address = () => ({ address: '', family: 'IPv4', port: Number(asked.at(-1)?.split(' ')[1]) });
    return server;
  };
  return { asked, makeServer };
}

describe('openPort', () => {
  for (const code of ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL']) {
    it(`C14 a port that answers ${code} leads to the next`, async () => {
      const { makeServer, asked } = system({ '127.0.0.1 8000': code });
      assert.equal((await openPort(makeServer, ['127.0.0.1'], [8000, 18000])).port, 18000);
      assert.deepEqual(asked, ['127.0.0.1 8000', '127.0.0.1 18000']);
    });
  }

  it('C14 lists what was tried, with the reason of each', async () => {
    const { makeServer } = system({
      '127.0.0.1 8000': 'EADDRINUSE',
      '127.0.0.1 18000': 'EACCES',
      '127.0.0.1 0': 'EADDRNOTAVAIL',
    });
    await assert.rejects(openPort(makeServer, ['127.0.0.1'], [8000, 18000, 0]), (failure: SsoError) => {
      assert.equal(failure.code, 'signIn.portUnavailable');
      assert.match(
        failure.message,
        /Tried: port 8000 \(EADDRINUSE\), port 18000 \(EACCES\), any free port \(EADDRNOTAVAIL\)\.$/,
      );
      assert.match(failure.hint ?? '', /sso\.signIn\.ports/);
      return true;
    });
  });

  it('C14 what no other port would cure ends at once', async () => {
    const { makeServer, asked } = system({ '127.0.0.1 8000': 'EMFILE' });
    await assert.rejects(openPort(makeServer, ['127.0.0.1'], [8000, 0]), { code: 'signIn.portUnavailable' });
    assert.deepEqual(asked, ['127.0.0.1 8000']);
  });

  it('C13 goes without the second address family only where the machine has none', async () => {
    for (const code of ['EADDRNOTAVAIL', 'EAFNOSUPPORT']) {
      const { makeServer } = system({ '::1 8000': code });
      const { port, servers } = await openPort(makeServer, ['127.0.0.1', '::1'], [8000]);
      assert.deepEqual([port, servers.length], [8000, 1], code);
    }
    const { makeServer } = system({ '::1 8000': 'EADDRINUSE' });
    const { port, servers } = await openPort(makeServer, ['127.0.0.1', '::1'], [8000, 18000]);
    assert.deepEqual([port, servers.length], [18000, 2]);
  });
});
