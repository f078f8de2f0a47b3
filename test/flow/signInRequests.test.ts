import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { refresh } from '../../src/signIn/refresh.ts';
import { HostileProvider, json } from './hostileProvider.ts';
import { sample } from './localProviderSample.ts';
import { cleanUp, startProvider, writeDeclaration } from './localProviderUnderTest.ts';
import { signInWorld, soon } from './signInWorld.ts';

/** What is asked of a provider, beside what `signInAnswers.test.ts` looks at. */
describe('requests of a sign-in', () => {
  const provider = new HostileProvider();
  const pushed: URLSearchParams[] = [];
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
    pushed.length = 0;
  });

  const asked = (world: ReturnType<typeof signInWorld>): URLSearchParams =>
    new URL(world.agent.visited.find((url) => url.startsWith(`${provider.issuer}/authorize`)) ?? '').searchParams;

  it('B9 adds what the environment says, and lets nothing take the place of what protects the flow', async () => {
    const world = signInWorld(provider.issuer);
    await soon(
      world.signIn({
        parameters: {
          acr_values: 'high',
          state: 'mine',
          redirect_uri: 'https://evil.example',
          code_challenge: 'x',
          response_mode: 'form_post',
          request_uri: 'x',
        },
      }),
    );
    const query = asked(world);
    assert.equal(query.get('acr_values'), 'high');
    assert.match(query.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    assert.deepEqual([query.get('response_mode'), query.get('request_uri')], [null, null]);
    for (const name of ['state', 'code_challenge']) assert.equal(query.getAll(name).length, 1);
    assert.ok(world.log.lines.some((line) => line.includes('state, redirect_uri, code_challenge')));
  });

  it('B7 asks for offline access where that is set, beside the scopes', async () => {
    const world = signInWorld(provider.issuer);
    await soon(world.signIn({ scopes: ['profile'], offlineAccess: true }));
    assert.equal(asked(world).get('scope'), 'openid profile offline_access');
  });

  it('B10 names a resource in both requests and when renewing', async () => {
    const bodies: URLSearchParams[] = [];
    provider.faults.answer = (path, _request, _response, body) => {
      if (path === '/token') bodies.push(body);
      return false;
    };
    const world = signInWorld(provider.issuer);
    const audience = 'https://api.example.com';
    const signedIn = await soon(world.signIn({ audience }));
    assert.equal(asked(world).get('resource'), audience);
    await refresh(
      { ...signedIn, audience, refreshToken: signedIn.refreshToken ?? '', origins: [], allowHttpOnLoopback: true },
      { fetch, clock: world.clock, log: world.log },
      new AbortController().signal,
    );
    assert.deepEqual(
      bodies.map((body) => [body.get('grant_type'), body.get('resource')]),
      [
        ['authorization_code', audience],
        ['refresh_token', audience],
      ],
    );
  });

  it('B10 pushes the request where the provider announces that, and the browser sees a reference only', async () => {
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      pushed_authorization_request_endpoint: `${provider.issuer}/par`,
    });
    provider.faults.answer = (path, _request, response, body) => {
      if (path !== '/par') return false;
      pushed.push(body);
      json(response, 201, { request_uri: 'urn:example:pushed', expires_in: 60 });
      return true;
    };
    const world = signInWorld(provider.issuer);
    world.browse = async (startUrl) => {
      const { headers } = await fetch(startUrl, { redirect: 'manual' });
      const address = new URL(headers.get('location') ?? '');
      assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
      const [request] = pushed;
      assert.ok(request);
      return world.agent.visit(`${provider.issuer}/authorize?${request.toString()}`);
    };
    assert.equal((await soon(world.signIn())).subject, 'alice');
    assert.equal(pushed[0]?.get('code_challenge_method'), 'S256');
  });

  it('I59 a pushed request that is refused for its address quotes exactly what to register', async () => {
    provider.faults.metadata = (metadata) => ({
      ...metadata,
      require_pushed_authorization_requests: true,
      pushed_authorization_request_endpoint: `${provider.issuer}/par`,
    });
    provider.faults.answer = (path, _request, response) => {
      if (path === '/par') json(response, 400, { error: 'invalid_request', error_description: 'Invalid redirect_uri' });
      return path === '/par';
    };
    const world = signInWorld(provider.issuer);
    await assert.rejects(soon(world.signIn({ redirectUris: ['http://127.0.0.1/auth/cb'] })), {
      code: 'signIn.refused',
      hint: /Register exactly http:\/\/127\.0\.0\.1:\d+\/auth\/cb/,
    });
    assert.deepEqual(world.opened, []);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    for (const path of ['/token', '/par']) {
      it(`T17 K64 ${path} that answers ${String(status)} is a refusal, and nothing is sent where it leads`, async () => {
        provider.faults.metadata = (metadata) => ({
          ...metadata,
          ...(path === '/par' ? { pushed_authorization_request_endpoint: `${provider.issuer}/par` } : {}),
        });
        provider.faults.answer = (asks, _request, response) => {
          if (asks === path) response.writeHead(status, { location: `${provider.issuer}/elsewhere` }).end();
          return asks === path;
        };
        await assert.rejects(soon(signInWorld(provider.issuer).signIn()), { code: 'signIn.answerInvalid' });
        assert.deepEqual([provider.count(path), provider.count('/elsewhere')], [1, 0]);
      });
    }
  }

  const userinfo: readonly [title: string, answer: object | number, label: string, requests: number][] = [
    ['is asked for the name that the ID token lacks', { sub: 'alice', name: 'Alice Adams' }, 'Alice Adams', 1],
    ['of another account is not taken', { sub: 'mallory', name: 'Mallory' }, 'alice', 1],
    ['that fails costs nobody the sign-in', 500, 'alice', 1],
  ];
  for (const [title, answer, label, requests] of userinfo) {
    it(`D30 userinfo ${title}`, async () => {
      provider.faults.metadata = (metadata) => ({ ...metadata, userinfo_endpoint: `${provider.issuer}/userinfo` });
      provider.faults.claims = (claims) => ({ ...claims, name: undefined });
      provider.faults.answer = (path, _request, response) => {
        if (path !== '/userinfo') return false;
        if (typeof answer === 'number') response.writeHead(answer).end();
        else json(response, 200, answer);
        return true;
      };
      const world = signInWorld(provider.issuer);
      assert.equal((await soon(world.signIn())).label, label);
      assert.equal(provider.count('/userinfo'), requests);
      const warned = world.log.lines.some((line) => line.includes('The userinfo of'));
      assert.equal(warned, label === 'alice');
    });
  }

  it('D30 userinfo is not asked where the ID token has a name', async () => {
    provider.faults.metadata = (metadata) => ({ ...metadata, userinfo_endpoint: `${provider.issuer}/userinfo` });
    await soon(signInWorld(provider.issuer).signIn());
    assert.equal(provider.count('/userinfo'), 0);
  });

  it('A5 T13 sends S256 although the provider announces none, or only plain, and says so in the log', async () => {
    for (const methods of [undefined, ['plain']]) {
      provider.faults.metadata = (metadata) => ({ ...metadata, code_challenge_methods_supported: methods });
      let verifier = '';
      provider.faults.answer = (path, _request, _response, body) => {
        if (path === '/token') verifier = body.get('code_verifier') ?? '';
        return false;
      };
      const world = signInWorld(provider.issuer);
      await soon(world.signIn());
      const query = asked(world);
      assert.equal(query.get('code_challenge_method'), 'S256');
      assert.equal(query.get('code_challenge'), createHash('sha256').update(verifier).digest('base64url'));
      assert.ok(world.log.lines.some((line) => line.includes('does not announce PKCE with S256')));
    }
  });
});

describe('requests of a sign-in to the local provider', function () {
  this.timeout(60_000);
  after(cleanUp);

  it('B10 are pushed, since it announces that', async () => {
    const provider = await startProvider({ declaration: writeDeclaration(sample) });
    const world = signInWorld(provider.issuer, {}, { clientId: 'sso-toolkit' });
    world.browse = async (url) => world.agent.press(await world.agent.visit(url), 'Continue as Alice Adams');
    assert.equal((await world.signIn({ scopes: ['openid', 'profile'], loginHint: 'alice' })).label, 'Alice Adams');
    const query = new URL(world.agent.visited[1] ?? '').searchParams;
    assert.deepEqual([...query.keys()].sort(), ['client_id', 'request_uri']);
    assert.ok(
      world.log.lines.some((line) => /^POST \S+\/request 201 /.test(line)),
      'one line for the pushed request',
    );
  });
});
