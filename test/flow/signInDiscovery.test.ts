import assert from 'node:assert/strict';
import { FakeClock } from '../fakes/fakeClock.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { discover, forgetMetadata } from '../../src/signIn/discover.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { signInWorld, soon } from './signInWorld.ts';

describe('discover', () => {
  const provider = new HostileProvider();
  let clock: FakeClock;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
    forgetMetadata();
    clock = new FakeClock();
  });

  const read = (issuer = provider.issuer) =>
    discover(issuer, { fetch, clock, log: fakeLog(), allowHttpOnLoopback: true });

  it('A4 asks once in ten minutes, again after them and after forgetting', async () => {
    await read();
    await read();
    assert.equal(provider.requests.length, 1);
    clock.advance(10 * 60_000);
    await read();
    assert.equal(provider.requests.length, 2);
    forgetMetadata();
    await read();
    assert.equal(provider.requests.length, 3);
  });

  it('A3 reads a pasted discovery address as its issuer, and takes a root with or without a slash', async () => {
    for (const pasted of ['/.well-known/openid-configuration', '/', '']) {
      assert.equal((await read(provider.issuer + pasted)).issuer, provider.issuer);
    }
  });

  it('A3 names the right issuer of a near miss', async () => {
    for (const [said, message] of [
      [`${provider.issuer}/realms/a/`, /spelt differently/],
      [`${provider.issuer}/realms/A`, /spelt differently/],
      ['https://other.example', /another issuer/],
    ] as const) {
      provider.faults.answer = (_path, _request, response) => (json(response, 200, complete(said)), true);
      await assert.rejects(read(`${provider.issuer}/realms/a`), (error: Error & { code: string; hint: string }) => {
        assert.equal(error.code, 'issuer.mismatch');
        assert.match(error.message, message);
        assert.equal(error.hint, `Use exactly ${said}`);
        return true;
      });
      forgetMetadata();
    }
  });

  it('T17 does not follow a redirect, and names where it leads', async () => {
    provider.faults.answer = (path, _request, response) => {
      assert.equal(path, '/.well-known/openid-configuration');
      response.writeHead(302, { location: 'https://elsewhere.example/x?y' }).end();
      return true;
    };
    await assert.rejects(read(), { code: 'issuer.mismatch', hint: /https:\/\/elsewhere\.example is the provider/ });
  });

  it('F19 F18 names a portal, a damaged and an incomplete answer', async () => {
    const answers: readonly [type: string, status: number, body: string, code: string][] = [
      ['text/html', 200, '<html>Welcome to the hotel</html>', 'http.answerInvalid'],
      ['application/json', 200, '{"issuer":', 'http.answerInvalid'],
      ['application/json', 200, '{"issuer":5}', 'http.answerInvalid'],
      ['application/json', 200, '[]', 'http.answerInvalid'],
      ['application/json', 404, '{}', 'http.refused'],
      ['application/json', 200, ' '.repeat(2_000_000), 'http.tooLarge'],
    ];
    for (const [type, status, body, code] of answers) {
      provider.faults.answer = (_path, _request, response) => {
        response.writeHead(status, { 'content-type': type }).end(body);
        return true;
      };
      await assert.rejects(read(), { code });
    }
  });

  it('asks once more after a connection that was cut, and not twice', async () => {
    provider.faults.answer = (_path, request) => (request.socket.destroy(), provider.requests.length === 1);
    await assert.rejects(read(), { code: 'http.unreachable' });
    assert.equal(provider.requests.length, 2);
  });

  it('T16 T17 opens and sends nothing when metadata leads elsewhere', async () => {
    for (const [name, value] of [
      ['authorization_endpoint', 'javascript:alert(1)'],
      ['authorization_endpoint', 'file:///etc/passwd'],
      ['authorization_endpoint', 'vscode://x.y/z'],
      ['authorization_endpoint', 'command:workbench.action.terminal.new'],
      ['authorization_endpoint', 'http://lan-host/authorize'],
      ['token_endpoint', 'http://169.254.169.254/latest'],
      ['jwks_uri', 'http://lan-host/jwks'],
    ] as const) {
      provider.faults.metadata = (metadata) => ({ ...metadata, [name]: value });
      const world = signInWorld(provider.issuer);
      await assert.rejects(soon(world.signIn()), { code: 'signIn.endpointRefused' });
      assert.deepEqual([world.opened, provider.requests], [[], ['GET /.well-known/openid-configuration']]);
      provider.requests.length = 0;
    }
  });

  const complete = (issuer: string) => ({
    issuer,
    authorization_endpoint: `${provider.issuer}/a`,
    token_endpoint: `${provider.issuer}/t`,
    jwks_uri: `${provider.issuer}/j`,
  });
});
