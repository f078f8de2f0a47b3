import assert from 'node:assert/strict';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { authorizationUrl, Browser, begin, signIn, tokensOf } from './localProviderBrowser.ts';
import { cleanUp, readState, startProvider, writeDeclaration, type LocalProvider } from './localProviderUnderTest.ts';
import { sample, shop } from './localProviderSample.ts';

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

describe('local provider: guards', function () {
  this.timeout(30_000);
  let provider: LocalProvider;
  let issuer: string;

  before(async () => {
    provider = await startProvider({ declaration: writeDeclaration(sample) });
    issuer = provider.issuer;
    await provider.register('shop', shop);
    await provider.register('board', { type: 'spa', redirectUris: ['http://localhost:5173/'] });
  });
  after(cleanUp);

  const routes: readonly [method: string, path: string][] = [
    ['GET', '/.well-known/openid-configuration'],
    ['GET', '/jwks'],
    ['GET', '/auth'],
    ['POST', '/token'],
    ['GET', '/me'],
    ['POST', '/reg'],
    ['POST', '/token/revocation'],
    ['GET', '/session/end'],
    ['GET', '/interaction/abc'],
    ['POST', '/interaction/abc'],
    ['GET', '/admin/status'],
    ['OPTIONS', '/token'],
    ['GET', '/nowhere'],
  ];
  const open = new Set(['/.well-known/openid-configuration', '/jwks']);

  for (const [method, path] of routes) {
    it(`T44: refuses other hosts at ${method} ${path}`, async () => {
      const port = new URL(issuer).port;
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        `localhost:${port}`,
        '127.0.0.1',
        `127.0.0.1.:${port}`,
      ]) {
        const answer = await raw(method, path, { host });
        assert.equal(answer.status, 421, host);
        assert.doesNotMatch(answer.text, /evil/);
      }
    });

    it(`T45: ${open.has(path) ? 'echoes no' : 'refuses a'} foreign origin at ${method} ${path}`, async () => {
      for (const origin of ['https://evil.example', 'null', 'http://localhost:5173.evil.example']) {
        const headers = { origin, 'access-control-request-method': 'POST', 'sec-fetch-site': 'cross-site' };
        const answer = await raw(method, path, headers);
        const allowed = answer.headers['access-control-allow-origin'];
        assert.deepEqual([answer.status, allowed], open.has(path) ? [200, '*'] : [403, undefined]);
      }
    });
  }

  it('T44: refuses a request with two hosts, and one for another server', async () => {
    const host = new URL(issuer).host;
    assert.match(await bytes(`GET /jwks HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`), /^HTTP\/1\.1 400/);
    assert.match(await bytes(`GET http://evil.example/jwks HTTP/1.1\r\nHost: ${host}\r\n\r\n`), /^HTTP\/1\.1 400/);
    assert.match(await bytes(`GET //evil.example/jwks HTTP/1.1\r\nHost: ${host}\r\n\r\n`), /^HTTP\/1\.1 400/);
  });

  it('T45: lets the page of a registered single-page application fetch its tokens', async () => {
    const origin = 'http://localhost:5173';
    const asked = { clientId: 'board', redirectUri: 'http://localhost:5173/' };
    const { access_token: token } = await tokensOf(provider, 'alice', asked);
    const answer = await raw('GET', '/me', { origin, authorization: `Bearer ${token}` });
    assert.deepEqual([answer.status, answer.headers['access-control-allow-origin']], [200, origin]);
    const preflight = await raw('OPTIONS', '/token', { origin, 'access-control-request-method': 'POST' });
    assert.deepEqual([preflight.status, preflight.headers['access-control-allow-origin']], [204, origin]);
    assert.equal((await raw('GET', '/admin/status', { origin })).status, 403);
  });

  it('T43: never signs with a published key, and no two providers share one', async () => {
    const other = await startProvider();
    const kids = async ({ issuer: at }: LocalProvider) => {
      const { keys } = (await (await fetch(`${at}/jwks`)).json()) as {
        keys: { kid: string; alg: string; d?: string }[];
      };
      assert.deepEqual(
        keys.map(({ alg, d }) => [alg, d]),
        [
          ['RS256', undefined],
          ['ES256', undefined],
        ],
      );
      return keys.map(({ kid }) => kid);
    };
    const all = [...(await kids(provider)), ...(await kids(other))];
    assert.equal(new Set(all).size, 4);
    assert.doesNotMatch(all.join(), /keystore-CHANGE-ME/);
    const [one, two] = [provider, other].map(({ state }) => readState(state, 'identity.json'));
    for (const name of ['instanceId', 'secret', 'cookieKeys']) assert.notDeepEqual(one?.[name], two?.[name]);
  });

  it('T46: nobody frames the login page, and it loads and runs nothing', async () => {
    const { page } = await begin(new Browser(), issuer);
    const header = (name: string) => page?.response.headers.get(name) ?? '';
    const policy = header('content-security-policy').split('; ');
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("frame-ancestors 'none'"));
    assert.ok(policy.includes("form-action 'self' http://localhost:3000"));
    assert.deepEqual(['x-frame-options', 'x-content-type-options', 'referrer-policy', 'cache-control'].map(header), [
      'DENY',
      'nosniff',
      'no-referrer',
      'no-store',
    ]);
    assert.doesNotMatch(page?.html ?? '', /<script|style="|\son\w+="|src=|href=/);
  });

  const forged: readonly [title: string, headers: Record<string, string>][] = [
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['without an origin', { origin: '', 'sec-fetch-site': 'cross-site' }],
    ['of which nothing is known', { origin: '', 'sec-fetch-site': '' }],
  ];
  for (const [title, headers] of forged) {
    it(`T46: takes no answer from a page ${title}`, async () => {
      const browser = new Browser();
      const { page } = await begin(browser, issuer);
      const url = page?.url ?? '';
      assert.equal((await browser.post(url, { person: 'alice' }, headers)).status, 403);
      assert.equal((await browser.post(url, { person: 'alice' })).status, 303);
    });
  }

  it('T46: gives the page to no other browser', async () => {
    const { page } = await begin(new Browser(), issuer);
    const answer = await new Browser().post(page?.url ?? '', { person: 'alice' });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /sign_in_ended/);
  });

  const foreign: readonly string[] = [
    'http://evil.example/callback',
    'http://localhost:3000/callback/extra',
    'http://localhost:3000/callbac',
    'http://localhost:3000/callback?x=1',
    'http://localhost:3000@evil.example/callback',
    'http://localhost:3000/callback#x',
    'http://localhost:3001/callback',
    'http://localhost:3000/*',
    'javascript:alert(1)',
    '"><script>alert(1)</script>',
  ];
  for (const redirectUri of foreign) {
    it(`T47: does not redirect to ${redirectUri}`, async () => {
      const answer = await new Browser().request(authorizationUrl(issuer, { redirectUri }));
      const html = await answer.text();
      assert.deepEqual([answer.status, answer.headers.get('location')], [400, null]);
      assert.match(html, /<code>http:\/\/localhost:3000\/callback<\/code>/);
      assert.ok(
        html.includes(
          `<code>${redirectUri.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code>`,
        ),
      );
    });
  }

  it('T47: only a native application may vary the port, and nothing else', async () => {
    const editor = (redirectUri: string) =>
      new Browser().request(authorizationUrl(issuer, { clientId: 'sso-toolkit', redirectUri }));
    assert.equal((await editor('http://127.0.0.1:49152/callback')).status, 303);
    for (const other of [
      'http://127.0.0.1:49152/other',
      'http://localhost:49152/callback',
      'http://127.0.0.2:1/callback',
    ]) {
      assert.equal((await editor(other)).status, 400, other);
    }
  });

  it('T49: listens on loopback only', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list = []) => list);
    const outside = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
    if (outside) await assert.rejects(fetch(`http://${outside.address}:${new URL(issuer).port}/jwks`));
    await assert.rejects(fetch(`http://127.0.0.2:${new URL(issuer).port}/jwks`));
  });

  it('T51: opens the admin API to the secret in the header only', async () => {
    const { secret } = provider;
    const status = async (path: string, headers: OutgoingHttpHeaders) => (await raw('GET', path, headers)).status;
    assert.equal(await status('/admin/status', { authorization: `Bearer ${secret}` }), 200);
    for (const authorization of [
      `Bearer ${secret}x`,
      `Bearer ${secret.slice(1)}`,
      'Bearer ',
      'Bearer',
      `Basic ${secret}`,
      secret,
    ]) {
      assert.equal(await status('/admin/status', { authorization }), 401, authorization);
    }
    assert.equal(await status(`/admin/status?access_token=${secret}`, {}), 401);
    assert.equal(await status('/admin/status', { authorization: `Bearer ${secret}`, origin: issuer }), 403);
    assert.equal(await status('/admin/nowhere', {}), 401);
  });

  it('bounds addresses and bodies', async () => {
    assert.equal((await raw('GET', `/auth?x=${'a'.repeat(9000)}`, {})).status, 414);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await raw('POST', '/token', form, `a=${'b'.repeat(70_000)}`)).status, 413);
    assert.equal((await raw('POST', '/token', { ...form, 'transfer-encoding': 'chunked' }, 'a=b')).status, 411);
    const authorization = `Bearer ${provider.secret}`;
    assert.equal((await raw('POST', '/admin/applications', { authorization }, 'x'.repeat(1_100_000))).status, 413);
  });

  it('answers odd requests with a page of its own', async () => {
    const html = { accept: 'text/html' };
    const odd: readonly [method: string, path: string, status: number][] = [
      ['GET', '/', 404],
      ['GET', '/interaction/%00', 400],
      ['GET', '/interaction/', 400],
      ['DELETE', '/interaction/abc', 405],
      ['GET', '/auth/%E0%A4%A', 400],
      ['GET', '/auth?client_id=nobody', 400],
      ['GET', '/auth?client_id[]=a&client_id[]=b', 400],
      ['GET', '/session/end?id_token_hint=x', 400],
      ['GET', '/reg/shop', 401],
    ];
    for (const [method, path, status] of odd) {
      const answer = await raw(method, path, html);
      assert.equal(answer.status, status, path);
      assert.match(answer.text, /<html lang="en">/, path);
      assert.match(String(answer.headers['content-security-policy']), /frame-ancestors 'none'/);
    }
  });

  it('sets cookies that scripts cannot read, under names of its own', async () => {
    const answer = await new Browser().request(authorizationUrl(issuer));
    const cookies = answer.headers.getSetCookie();
    const prefix = `sso_${provider.line.instanceId.slice(0, 8)}_`;
    assert.ok(cookies.length > 0);
    for (const cookie of cookies) {
      assert.ok(cookie.startsWith(prefix), cookie);
      assert.match(cookie, /; httponly/i);
      assert.match(cookie, /; samesite=lax/i);
    }
    await signIn(new Browser(), issuer, 'alice');
  });

  const raw = (method: string, path: string, headers: OutgoingHttpHeaders, body = ''): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(issuer);
      const length = body === '' || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
      const sent = request(
        { hostname, port, method, path, agent: false, headers: { ...length, ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (text += chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const bytes = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(issuer);
      const socket = connect(Number(port), hostname, () => socket.end(text));
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => (answer += chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(answer);
      });
    });
});
