import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { Browser, begin, tokensOf } from './localProviderBrowser.ts';
import { cleanUp, program, startProvider, writeDeclaration, type LocalProvider } from './localProviderUnderTest.ts';
import { sample, shop } from './localProviderSample.ts';

describe('local provider: registrations', function () {
  this.timeout(30_000);
  let provider: LocalProvider;
  let admin: LocalProvider['admin'];

  before(async () => {
    provider = await startProvider({ declaration: writeDeclaration(sample) });
    admin = provider.admin;
  });
  after(cleanUp);

  it('says who it is', async () => {
    const { issuer, line, child } = provider;
    const { body } = await admin('GET', 'status');
    assert.deepEqual(body, { instanceId: line.instanceId, issuer, pid: child.pid, leases: 0 });
  });

  it('registers, shows, changes and removes an application', async () => {
    assert.deepEqual(await admin('GET', 'applications'), { status: 200, body: { applications: [] } });
    const created = await provider.register('shop', shop);
    assert.equal(created.status, 201);
    assert.equal(created.body['secret'], undefined);
    const version = String(created.body['version']);
    const shown = { clientId: 'shop', fields: shop, version, ours: true };
    assert.deepEqual(await admin('GET', 'applications/shop'), { status: 200, body: shown });
    assert.deepEqual(await admin('GET', 'applications'), { status: 200, body: { applications: [shown] } });

    const match = { 'if-match': version };
    const changed = await admin('PATCH', 'applications/shop', { fields: { name: 'Store' } }, match);
    assert.equal(changed.status, 200);
    assert.notEqual(changed.body['version'], version);
    const { body } = await admin('GET', 'applications/shop');
    assert.deepEqual(body['fields'], { ...shop, name: 'Store' });

    assert.equal((await admin('PATCH', 'applications/shop', { fields: { name: 'x' } }, match)).status, 412);
    assert.equal((await admin('DELETE', 'applications/shop', undefined, match)).status, 412);
    assert.equal((await admin('DELETE', 'applications/shop')).status, 428);
    const now = { 'if-match': `"${String(body['version'])}"` };
    assert.equal((await admin('DELETE', 'applications/shop', undefined, now)).status, 204);
    assert.equal((await admin('GET', 'applications/shop')).status, 404);
    const again = await provider.register('shop', shop);
    assert.ok(Number(again.body['version']) > Number(body['version']));
  });

  it('takes what it is given and takes fields away', async () => {
    const { body } = await provider.register('a b/c', { name: 'Odd' });
    const path = 'applications/a%20b%2Fc';
    const match = { 'if-match': String(body['version']) };
    assert.equal((await admin('PATCH', path, { fields: { name: null, roles: [] } }, match)).status, 200);
    assert.deepEqual((await admin('GET', path)).body['fields'], { roles: [] });
  });

  it('shows a secret only when it is made', async () => {
    const { body } = await provider.register('office', { ...shop, clientAuthentication: 'secret' });
    const first = String(body['secret']);
    assert.ok(first.length >= 43);
    assert.doesNotMatch(JSON.stringify(await admin('GET', 'applications')), new RegExp(first));
    assert.equal((await tokensOf(provider, 'alice', { clientId: 'office' }, { secret: first })).status, 200);
    const second = String((await admin('POST', 'applications/office/secret')).body['secret']);
    assert.equal(
      (await tokensOf(provider, 'alice', { clientId: 'office' }, { secret: first })).error,
      'invalid_client',
    );
    assert.equal((await tokensOf(provider, 'alice', { clientId: 'office' }, { secret: second })).status, 200);
    assert.equal((await admin('POST', 'applications/shop/secret')).status, 409);
    const change = async (kind: string) => {
      const { version } = (await admin('GET', 'applications/office')).body;
      const fields = { clientAuthentication: kind };
      return (await admin('PATCH', 'applications/office', { fields }, { 'if-match': String(version) })).body['secret'];
    };
    assert.equal(await change('none'), undefined);
    assert.equal((await tokensOf(provider, 'alice', { clientId: 'office' })).status, 200);
    assert.equal(typeof (await change('secret')), 'string');
  });

  const wrong: readonly [title: string, fields: unknown, says: RegExp][] = [
    ['a redirect URI that is none', { redirectUris: ['callback'] }, /not an absolute URI/],
    ['a fragment', { redirectUris: ['http://localhost/#x'] }, /fragment/],
    ['a wildcard', { redirectUris: ['http://localhost/*'] }, /wildcard/],
    ['a user name', { postLogoutRedirectUris: ['http://a@localhost/'] }, /user name/],
    ['a script', { type: 'native', redirectUris: ['javascript:alert(1)'] }, /scheme/],
    ['a scheme of its own for a web application', { redirectUris: ['com.example:/x'] }, /http or https/],
    ['http elsewhere for a native one', { type: 'native', redirectUris: ['http://example.com/'] }, /loopback/],
    ['a redirect URI of an API', { type: 'api', redirectUris: ['http://localhost/'] }, /signs nobody in/],
    [
      'a grant of an unknown role',
      { roles: ['a'], grants: [{ group: 'sales', role: 'b' }] },
      /"b", granted to "sales"/,
    ],
    ['an audience that is no URI', { type: 'api', audience: 'orders' }, /absolute URI/],
    ['a scope with a blank', { scopes: ['orders read'] }, /is no scope/],
    ['a private key', { clientAuthentication: 'privateKey' }, /private key/],
    ['an unknown field', { colour: 'red' }, /no field "colour"/],
    ['an odd type', { type: 'desktop' }, /type must be one of web/],
    ['an odd list', { roles: 'clerk' }, /roles must be a list/],
    ['no object', [], /must be an object/],
  ];
  for (const [title, fields, says] of wrong) {
    it(`refuses ${title}`, async () => {
      const { status, body } = await admin('POST', 'applications', { clientId: 'wrong', fields });
      assert.deepEqual([status, body['code']], [400, 'invalid']);
      assert.match(String(body['message']), says);
      assert.equal((await admin('GET', 'applications/wrong')).status, 404);
    });
  }

  it('refuses odd client ids, and those that are there', async () => {
    for (const clientId of ['', 'ä', 'x'.repeat(201), 7, undefined]) {
      assert.equal((await admin('POST', 'applications', { clientId })).status, 400);
    }
    assert.equal((await provider.register('shop', shop)).status, 409);
    assert.equal((await provider.register('sso-toolkit', shop)).status, 409);
    assert.equal((await admin('GET', 'applications/sso-toolkit')).status, 404);
    assert.equal((await admin('PUT', 'applications')).status, 404);
  });

  it('works the effective access out, and follows changed grants', async () => {
    await provider.register('desk', shop);
    const access = async (person: string) => (await admin('GET', `access?person=${person}&application=desk`)).body;
    assert.deepEqual(await access('alice'), { groups: ['sales'], roles: ['clerk'] });
    assert.deepEqual(await access('bob'), { groups: ['sales', 'sales/leads'], roles: ['clerk', 'manager'] });
    assert.deepEqual(await access('carol'), { groups: [], roles: [] });
    assert.equal((await admin('GET', 'access?person=nobody&application=desk')).status, 404);
    assert.equal((await admin('GET', 'access?person=alice&application=nothing')).status, 404);
    const { version } = (await admin('GET', 'applications/desk')).body;
    await admin('PATCH', 'applications/desk', { fields: { roles: ['manager'] } }, { 'if-match': String(version) });
    assert.deepEqual((await access('bob'))['roles'], ['manager']);
    assert.deepEqual(decodeJwt((await tokensOf(provider, 'alice', { clientId: 'desk' })).id_token)['roles'], []);
  });

  it('takes applications that register themselves, as not ours', async () => {
    const asked = { client_name: 'Walk-in', redirect_uris: ['http://localhost:3000/callback'] };
    const { token } = (await admin('POST', 'registrationToken')).body;
    const response = await fetch(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(token)}` },
      body: JSON.stringify({ ...asked, token_endpoint_auth_method: 'client_secret_post' }),
    });
    assert.equal(response.status, 201);
    const { client_id: clientId, client_secret: secret } = (await response.json()) as Record<string, string>;
    const { body } = await admin('GET', `applications/${clientId ?? ''}`);
    assert.equal(body['ours'], false);
    assert.deepEqual(body['fields'], {
      name: 'Walk-in',
      type: 'web',
      clientAuthentication: 'secret',
      redirectUris: asked.redirect_uris,
      postLogoutRedirectUris: [],
    });
    const signed = await tokensOf(provider, 'alice', { clientId: clientId ?? '' }, { secret: secret ?? '' });
    assert.equal(signed.status, 200);
    const fields = { redirectUris: ['http://localhost:3000/other'] };
    const match = { 'if-match': String(body['version']) };
    assert.equal((await admin('PATCH', `applications/${clientId ?? ''}`, { fields }, match)).status, 200);
    assert.equal((await begin(new Browser(), provider.issuer, { clientId: clientId ?? '' })).response.status, 400);
  });

  it('gives a machine a token for an API, without a person', async () => {
    await provider.register('orders', { type: 'api', audience: 'https://orders.example.com', scopes: ['orders:read'] });
    const { body } = await provider.register('nightly', { type: 'machine', clientAuthentication: 'secret' });
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'nightly',
        client_secret: String(body['secret']),
        resource: 'https://orders.example.com',
        scope: 'orders:read',
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const { sub, aud, roles } = decodeJwt(token);
    assert.deepEqual({ sub, aud, roles }, { sub: 'nightly', aud: 'https://orders.example.com', roles: undefined });
  });

  it('knows a registration without a redirect URI, that nobody can sign in to yet', async () => {
    assert.equal((await provider.register('draft', { name: 'Draft' })).status, 201);
    assert.equal((await begin(new Browser(), provider.issuer, { clientId: 'draft' })).response.status, 400);
  });

  it('is changed by hand at its console', async () => {
    await provider.register('till', shop);
    const run = async (...command: readonly string[]) => {
      const child = spawn(process.execPath, [program, 'console', '--state', provider.state, '--', ...command]);
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      return { out, err, code: child.exitCode };
    };
    const uris = ['http://localhost:4000/callback', 'http://localhost:4000/other'];
    assert.equal((await run('set', 'till', 'redirectUris', ...uris)).code, 0);
    const { fields } = (await admin('GET', 'applications/till')).body;
    assert.deepEqual(fields, { ...shop, redirectUris: uris });
    assert.equal((await run('set', 'till', 'grants', 'sales=manager')).code, 0);
    assert.match((await run('show', 'till')).out, /grants: sales=manager\n/);
    assert.equal((await run('unset', 'till', 'name')).code, 0);
    assert.doesNotMatch((await run('show', 'till')).out, /name:/);
    const refused = await run('set', 'till', 'redirectUris', 'nowhere');
    assert.deepEqual([refused.code, refused.out], [1, '']);
    assert.match(refused.err, /not an absolute URI/);
    assert.match((await run('list')).out, /^till {2}web$/m);
    assert.equal((await run('remove', 'till')).code, 0);
    assert.equal((await admin('GET', 'applications/till')).status, 404);
    assert.equal((await run('show', 'till')).code, 1);
  });

  it('holds a conversation at its console', async () => {
    await provider.register('kiosk', shop);
    const child = spawn(process.execPath, [program, 'console', '--state', provider.state]);
    child.stdin.end('help\nset kiosk name "The Kiosk"\nnonsense\nshow kiosk\nexit\nlist\n');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    assert.match(out, /^Registrations of the local provider, changed by hand\. .*\nsso-provider> list: /);
    assert.match(out, /sso-provider> kiosk is changed\.\n/);
    assert.match(out, /name: The Kiosk\n/);
    assert.match(err, /There is no command "nonsense"/);
    assert.equal(child.exitCode, 0);
  });

  it('keeps no secret in its log', async () => {
    const { issuer, secret, state } = provider;
    await fetch(`${issuer}/token`, { method: 'POST', headers: { authorization: `Bearer ${secret}` } });
    await admin('POST', 'applications', { clientId: secret.repeat(5), fields: {} });
    await admin('GET', `applications/${secret}`);
    assert.doesNotMatch(readFileSync(join(state, 'provider.log'), 'utf8'), new RegExp(secret));
  });
});
