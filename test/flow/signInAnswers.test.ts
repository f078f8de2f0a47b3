import assert from 'node:assert/strict';
import { SignJWT, UnsecuredJWT } from 'jose';
import { textOf } from './browserAgent.ts';
import { type Faults, HostileProvider, json } from './hostileProvider.ts';
import { signInWorld, soon } from './signInWorld.ts';

describe('signIn against a provider', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
  });

  it('C21 C23 T14 signs in, and tells the truth on a page without secrets in its address', async () => {
    const world = signInWorld(provider.issuer);
    const signedIn = await soon(world.signIn());
    assert.deepEqual(
      [signedIn.issuer, signedIn.subject, signedIn.label, signedIn.scopes],
      [provider.issuer, 'alice', 'Alice Adams', ['openid']],
    );
    assert.equal(signedIn.expiresAt?.getTime(), world.clock.now().getTime() + 3_600_000);
    const page = await soon(world.shown());
    assert.match(textOf(page?.html ?? ''), /You are signed in as Alice Adams\./);
    assert.match(page?.url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/done\/[\w-]{22}$/);
    assert.equal(page?.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const callback = world.agent.visited.find((url) => new URL(url).pathname === '/callback') ?? '';
    for (const name of ['code', 'state']) {
      const secret = new URL(callback).searchParams.get(name) ?? '';
      assert.ok(secret.length > 0 && !page.url.includes(secret), 'not in the history, which keeps the last address');
      assert.ok(!page.html.includes(secret) && !world.log.lines.join('\n').includes(secret), name);
    }
  });

  it('makes 3 requests of its own cold and 1 warm', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    const own = (): string[] => provider.requests.filter((request) => !request.endsWith('/authorize'));
    assert.deepEqual(own(), ['GET /.well-known/openid-configuration', 'GET /jwks', 'POST /token']);
    for (let round = 0; round < 3; round++) {
      provider.requests.length = 0;
      world.clock.advance(5_000);
      await soon(world.signIn());
      assert.deepEqual(own(), ['POST /token']);
    }
  });

  it('asks for the keys once, also when they come after the tokens; and again when they could not be had ahead', async () => {
    const tokensSent = Promise.withResolvers<undefined>();
    provider.faults.answer = (path, _, response) => {
      if (path === '/token') {
        response.on('finish', () => {
          tokensSent.resolve(undefined);
        });
      }
      if (path !== '/jwks' || provider.count('/jwks') > 1) return false;
      void tokensSent.promise.then(async () => {
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
        json(response, 200, provider.keySet);
      });
      return true;
    };
    assert.equal((await soon(signInWorld(provider.issuer).signIn())).subject, 'alice');
    assert.equal(provider.count('/jwks'), 1);
    for (const [status, body] of [
      [503, {}],
      [200, { keys: 7 }],
      [200, { keys: [7] }],
    ] as const) {
      provider.heal();
      provider.faults.answer = (path, _, response) => {
        if (path !== '/jwks' || provider.count('/jwks') > 1) return false;
        json(response, status, body);
        return true;
      };
      assert.equal((await soon(signInWorld(provider.issuer).signIn())).subject, 'alice');
      assert.equal(provider.count('/jwks'), 2);
    }
  });

  it('B8 sends PKCE, state and nonce, fresh each time and of 256 bits, T13 also when S256 is not announced', async () => {
    for (const methods of [undefined, ['plain']]) {
      provider.faults.metadata = (metadata) => ({ ...metadata, code_challenge_methods_supported: methods });
      const world = signInWorld(provider.issuer);
      await soon(world.signIn());
      await soon(world.signIn());
      const queries = world.agent.visited
        .filter((url) => url.includes('/authorize?'))
        .map((url) => new URL(url).searchParams);
      const values = queries.flatMap((query) => ['state', 'nonce', 'code_challenge'].map((name) => query.get(name)));
      assert.equal(new Set(values).size, 6);
      for (const value of values) assert.match(value ?? '', /^[\w-]{43}$/);
      for (const query of queries) assert.equal(query.get('code_challenge_method'), 'S256');
      assert.ok(world.log.lines.some((line) => line.includes('PKCE')));
    }
  });

  it('B7 asks for the code flow with openid among the scopes, B9 passes hint and prompt on', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn({ scopes: ['profile', 'profile'], loginHint: 'a+b@c.de&x=1', prompt: 'select_account' }));
    const query = new URL(world.agent.visited.find((url) => url.includes('/authorize?')) ?? '').searchParams;
    assert.deepEqual(
      ['response_type', 'response_mode', 'scope', 'login_hint', 'prompt'].map((name) => query.get(name)),
      ['code', null, 'openid profile', 'a+b@c.de&x=1', 'select_account'],
    );
  });

  it('B11 opens a short start address; the redirect carries the exact request, B12 one tab for one sign-in', async () => {
    const world = signInWorld(provider.issuer);
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      authorization_endpoint: `${provider.issuer}/authorize?a=%2B%25%26&b=%C3%BC`,
    });
    await soon(world.signIn({ loginHint: 'ü+%&=#' }));
    assert.equal(world.opened.length, 1);
    assert.match(world.opened[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}$/);
    const sent = world.agent.visited[1] ?? '';
    assert.ok(sent.startsWith(`${provider.issuer}/authorize?a=%2B%25%26&b=%C3%BC&`), sent);
    assert.equal(new URL(sent).searchParams.get('login_hint'), 'ü+%&=#');
  });

  it('F24 takes a key that is newer than the remembered ones at once, but asks at a limited rate', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    world.clock.advance(3_000);
    await provider.rotateKeys();
    assert.equal((await soon(world.signIn())).subject, 'alice');
    assert.equal(provider.count('/jwks'), 2);
    provider.faults.idToken = (token) => {
      const [, payload, signature] = token.split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'unheard' })).toString('base64url');
      return [header, payload, signature].join('.');
    };
    for (let round = 0; round < 5; round++) {
      await assert.rejects(soon(world.signIn()), { code: 'signIn.answerInvalid' });
    }
    assert.equal(provider.count('/jwks'), 2);
  });

  const believed: readonly [title: string, faults: () => Faults, requests: number][] = [
    [
      'D27 T12 another iss in the answer',
      () => ({
        callback: (query) => {
          query.set('iss', 'https://b.example');
        },
      }),
      0,
    ],
    [
      'D27 T12 no iss although it is announced',
      () => ({
        callback: (query) => {
          query.delete('iss');
        },
      }),
      0,
    ],
    [
      'no code',
      () => ({
        callback: (query) => {
          query.delete('code');
        },
      }),
      0,
    ],
    [
      'a repeated code',
      () => ({
        callback: (query) => {
          query.append('code', 'other');
        },
      }),
      0,
    ],
    ['D29 T11 another nonce', () => ({ claims: (claims) => ({ ...claims, nonce: 'other' }) }), 1],
    ['D29 no nonce', () => ({ claims: (claims) => ({ ...claims, nonce: undefined }) }), 1],
    ['D29 another issuer', () => ({ claims: (claims) => ({ ...claims, iss: 'https://b.example' }) }), 1],
    ['D29 another audience', () => ({ claims: (claims) => ({ ...claims, aud: 'other' }) }), 1],
    ['D29 a second audience without azp', () => ({ claims: (claims) => ({ ...claims, aud: ['client', 'b'] }) }), 1],
    ['D29 no iat', () => ({ claims: (claims) => ({ ...claims, iat: undefined }) }), 1],
    ['D29 a changed payload', () => ({ idToken: (token) => withPayload(token, { sub: 'mallory' }) }), 1],
    ['D29 a cut signature', () => ({ idToken: (token) => token.slice(0, -4) }), 1],
    ['D29 no signature', () => ({ idToken: (token) => token.split('.').slice(0, 2).join('.') + '.' }), 1],
    ['D29 alg none', () => ({ idToken: (token) => new UnsecuredJWT(payloadOf(token)).encode() }), 1],
    ['D29 HS256', () => ({ metadata: withHs256, idToken: (token) => withSecret(token) }), 1],
    ['no ID token', () => ({ tokens: (tokens) => ({ ...tokens, id_token: undefined }) }), 1],
  ];
  for (const [title, faults, requests] of believed) {
    it(`${title} is refused`, async () => {
      provider.faults = faults();
      const world = signInWorld(provider.issuer);
      await assert.rejects(soon(world.signIn()), { code: 'signIn.answerInvalid' });
      assert.equal(provider.count('/token'), requests);
      assert.match(textOf((await soon(world.shown()))?.html ?? ''), /You are not signed in\./);
    });
  }

  it('D28 C22 T7 ends quietly when the person declined, with the words of the provider when it refused', async () => {
    const cases = [
      [{ error: 'access_denied' }, 'signIn.denied', undefined],
      [{ error: 'access_denied', error_description: 'Not <b>assigned</b>.' }, 'signIn.refused', 'Not <b>assigned</b>.'],
      [{ error: 'server_error', error_description: 'x'.repeat(500) }, 'signIn.refused', `${'x'.repeat(199)}…`],
      [{ error: 'a\r\nSet-Cookie: x', error_description: 'one\r\ntwo' }, 'signIn.refused', 'one two'],
    ] as const;
    for (const [answer, code, quoted] of cases) {
      provider.faults.callback = (query) => {
        query.delete('code');
        for (const [name, value] of Object.entries(answer)) query.set(name, value);
      };
      const world = signInWorld(provider.issuer);
      await assert.rejects(soon(world.signIn()), { code, quoted });
      const page = (await soon(world.shown()))?.html ?? '';
      assert.ok(!page.includes('<b>'), 'C22 T7: foreign text is escaped');
      assert.equal(provider.count('/token'), 0);
    }
  });

  it('names a refusal of the token endpoint, without any value of the request', async () => {
    provider.faults.answer = (path, _request, response) => {
      if (path !== '/token') return false;
      json(response, 401, { error: 'invalid_client', error_description: 'Unknown client.' });
      return true;
    };
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn()), { code: 'signIn.refused', quoted: 'Unknown client.' });
  });

  it('I58 writes no code, verifier, state or token into the log', async () => {
    const world = signInWorld(provider.issuer);
    const { accessToken, idToken, refreshToken } = await soon(world.signIn());
    const secrets = world.agent.visited.flatMap((url) => [...new URL(url).searchParams.values()]);
    const text = world.log.lines.join('\n');
    for (const secret of [accessToken, idToken, refreshToken ?? '', ...secrets.filter((value) => value.length > 12)]) {
      if (secret !== provider.issuer && secret !== '') assert.ok(!text.includes(secret), secret);
    }
    assert.match(text, /^POST http:\/\/127\.0\.0\.1:\d+\/token 200 \d+ ms$/m);
  });
});

const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

function withPayload(token: string, changes: Record<string, unknown>): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...payloadOf(token), ...changes })).toString('base64url');
  return [header, payload, signature].join('.');
}

const withHs256 = (metadata: Record<string, unknown>): Record<string, unknown> => ({
  ...metadata,
  id_token_signing_alg_values_supported: ['ES256', 'HS256'],
});

const withSecret = (token: string): Promise<string> =>
  new SignJWT(payloadOf(token))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from('a secret of enough length, of 32'));
