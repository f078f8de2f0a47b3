import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUp, startProvider, type LocalProvider } from './localProviderUnderTest.ts';

const walkIn = { client_name: 'Walk-in', redirect_uris: ['http://localhost:3000/callback'] };

describe('local provider: applications that register themselves', function () {
  this.timeout(60_000);
  let provider: LocalProvider;
  before(async () => {
    provider = await startProvider();
  });
  after(cleanUp);

  const token = async () => String((await provider.admin('POST', 'registrationToken')).body['token']);
  const send = async (url: string, method: string, body: object, bearer?: string) => {
    const response = await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  const register = (metadata: object, bearer?: string) => send(`${provider.issuer}/reg`, 'POST', metadata, bearer);
  const count = async () => (await provider.admin('GET', 'applications')).body['applications'] as unknown[];

  it('T51: need a token that the admin API gave out', async () => {
    const before = (await count()).length;
    assert.equal((await register(walkIn)).status, 401);
    assert.equal((await register(walkIn, 'guessed')).status, 401);
    assert.equal((await register(walkIn, provider.secret)).status, 401);
    assert.equal((await count()).length, before);
    assert.equal((await fetch(`${provider.issuer}/admin/registrationToken`, { method: 'POST' })).status, 401);
    const made = await provider.admin('POST', 'registrationToken');
    assert.equal(made.status, 201);
    const one = await register(walkIn, String(made.body['token']));
    assert.equal(one.status, 201);
    assert.equal((await register(walkIn, String(one.body['registration_access_token']))).status, 401);
  });

  it('T36: make the provider ask nobody', async () => {
    let asked = 0;
    const elsewhere = createServer((_req, res) => {
      asked++;
      res.end('[]');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}/x`;
    const bearer = await token();
    for (const bait of [
      { sector_identifier_uri: url },
      { sector_identifier_uri: url.replace('http:', 'https:') },
      { jwks_uri: url, token_endpoint_auth_method: 'none' },
      { request_uris: [url] },
      { subject_type: 'pairwise', sector_identifier_uri: url },
    ]) {
      const { status, body } = await register({ ...walkIn, ...bait }, bearer);
      assert.deepEqual([status, body['error']], [400, 'invalid_client_metadata'], JSON.stringify(bait));
    }
    assert.equal(asked, 0);
    elsewhere.close();
  });

  const names: readonly [title: string, name: string][] = [
    ['a long name', 'x'.repeat(201)],
    ['an escape sequence', 'Shop\u001B[2J'],
    ['a line end', 'Shop\nsecret: x'],
    ['bidi', 'Shop\u202E'],
  ];
  for (const [title, name] of names) {
    it(`T36: cannot have ${title} in their name, neither at first nor later`, async () => {
      const bearer = await token();
      const bad = await register({ ...walkIn, client_name: name }, bearer);
      assert.deepEqual([bad.status, bad.body['error']], [400, 'invalid_client_metadata']);
      const { body } = await register({ ...walkIn, client_name: 'x'.repeat(200) }, bearer);
      const { client_id: clientId, client_secret: secret, registration_access_token: own } = body;
      const change = { client_id: clientId, client_secret: secret, ...walkIn };
      const url = String(body['registration_client_uri']);
      const changed = await send(url, 'PUT', { ...change, client_name: name }, String(own));
      assert.deepEqual([changed.status, changed.body['error']], [400, 'invalid_client_metadata']);
      assert.equal((await send(url, 'PUT', change, String(own))).status, 200);
    });
  }

  it('T36: are not more than 200', async () => {
    const other = await startProvider();
    const bearer = String((await other.admin('POST', 'registrationToken')).body['token']);
    const statuses: number[] = [];
    for (let made = 0; made < 201; made++) {
      statuses.push((await send(`${other.issuer}/reg`, 'POST', walkIn, bearer)).status);
    }
    assert.deepEqual([new Set(statuses.slice(0, 200)), statuses[200]], [new Set([201]), 403]);
    assert.equal((await other.register('shop', { redirectUris: walkIn.redirect_uris })).status, 201);
  });
});
