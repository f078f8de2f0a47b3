import type { ServerResponse } from 'node:http';
import { type Faults, json } from './hostileProvider.ts';
import { everyEndpoint, everyProtection } from './markedProvider.ts';
import { MarkedWorld } from './markedWorld.ts';

/** As providers make them, unlike the words of `MarkedProvider`. */
const lookalike = 'Kz3f9bC0aa71d24e66b1d2';

/** What a provider can do wrong with a credential in its hand. */
describe('T60 failures tell nothing of credentials', function () {
  this.timeout(30_000);
  const world = new MarkedWorld();
  const { provider } = world;
  before(() => world.open());
  beforeEach(() => {
    world.begin();
    provider.offers = everyEndpoint(provider.issuer);
  });
  afterEach(() => {
    world.check();
  });
  after(() => world.close());

  const echo =
    (error: string) =>
    (response: ServerResponse, body: URLSearchParams): void => {
      json(response, 400, { error, code: body.get('code'), ...Object.fromEntries(body) });
    };
  const token =
    (answer: (response: ServerResponse, body: URLSearchParams) => void): NonNullable<Faults['answer']> =>
    (path, _request, response, body) => {
      if (path === '/token') answer(response, body);
      return path === '/token';
    };
  const failures: readonly [title: string, faults: () => Faults, code: string][] = [
    [
      'a refusal',
      () => ({
        callback: (query) => {
          query.set('error', 'access_denied');
          query.delete('code');
        },
      }),
      'signIn.denied',
    ],
    [
      'a refusal with a code beside it',
      () => ({
        callback: (query) => {
          query.set('error', 'invalid_scope');
        },
      }),
      'signIn.refused',
    ],
    [
      'another issuer',
      () => ({
        callback: (query) => {
          query.set('iss', 'https://evil.example');
        },
      }),
      'signIn.answerInvalid',
    ],
    [
      'a code twice',
      () => ({
        callback: (query) => {
          query.append('code', provider.mark('code'));
        },
      }),
      'signIn.answerInvalid',
    ],
    ['a token request that is echoed', () => ({ answer: token(echo('invalid_grant')) }), 'signIn.refused'],
    [
      'an error named by a code',
      () => ({
        answer: token((response, body) => {
          echo(`zz ${body.get('code') ?? ''}`)(response, body);
        }),
      }),
      'signIn.refused',
    ],
    [
      'words about a code',
      () => ({
        callback: (query) => {
          provider.marks.set(lookalike, 'code');
          query.set('error', 'invalid_request');
          query.set('error_description', `The code ${lookalike} is used up, see https://id.example/?code=${lookalike}`);
        },
      }),
      'signIn.refused',
    ],
    [
      'an answer that is lost',
      () => ({
        answer: token((response) => {
          response.destroy();
        }),
      }),
      'http.unreachable',
    ],
    [
      'an answer that breaks off',
      () => ({
        answer: token((response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': 999 });
          response.write(`{"access_token":"${provider.mark('access_token')}`, () => {
            response.destroy();
          });
        }),
      }),
      'http.answerInvalid',
    ],
    [
      'tokens in broken JSON',
      () => ({
        answer: token((response) => {
          response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(`{"access_token":${provider.mark('access_token')}}`);
        }),
      }),
      'signIn.answerInvalid',
    ],
    [
      'tokens in HTML',
      () => ({
        answer: token((response) => {
          response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${provider.mark('access_token')}`);
        }),
      }),
      'signIn.answerInvalid',
    ],
    [
      'a challenge',
      () => ({
        answer: token((response, body) => {
          response.setHeader('www-authenticate', `Bearer error="invalid_token", error_uri="${body.get('code') ?? ''}"`);
          json(response, 401, { error: 'invalid_client', code: body.get('code') });
        }),
      }),
      'signIn.refused',
    ],
    [
      'a redirect of the tokens',
      () => ({
        answer: token((response, body) => {
          response.writeHead(307, { location: `http://127.0.0.1:9/?${body.toString()}` }).end();
        }),
      }),
      'signIn.answerInvalid',
    ],
    [
      'an ID token of another key',
      () => ({ idToken: (made) => `${made.slice(0, -8)}AAAAAAAA` }),
      'signIn.answerInvalid',
    ],
    [
      'an ID token of another sign-in',
      () => ({ claims: (claims) => ({ ...claims, nonce: provider.mark('nonce') }) }),
      'signIn.answerInvalid',
    ],
    ['no ID token', () => ({ tokens: (tokens) => ({ ...tokens, id_token: undefined }) }), 'signIn.answerInvalid'],
    [
      'a bound token without a key',
      () => ({ tokens: (tokens) => ({ ...tokens, token_type: 'DPoP' }) }),
      'signIn.answerInvalid',
    ],
  ];
  for (const [title, faults, code] of failures) {
    it(`T60 I58 a sign-in that fails: ${title}`, async () => {
      provider.behave(faults());
      await world.fails(world.run('signIn'), code);
      world.seen.push(['page', (await world.window.pages.at(-1))?.html ?? '']);
      await world.run('copyDiagnostics');
    });
  }

  it('T60 I58 a device code that is refused at last, with the request in the answer', async () => {
    world.flow = 'deviceCode';
    provider.behave({ answer: token(echo('access_denied')) });
    await world.fails(world.run('signIn'), 'signIn.denied');
  });

  it('T60 I58 a pushed request, and a registration, that are refused with what was sent', async () => {
    provider.offers = everyProtection(provider.issuer);
    provider.behave({
      answer: (path, _request, response, body) => {
        const isRefused = path === '/par' || path === '/register';
        if (isRefused) echo('invalid_request')(response, body);
        return isRefused;
      },
    });
    await world.fails(world.run('signIn'), 'signIn.refused');
    await world.fails(world.run('signIn', 'own'), 'signIn.notRegistered');
  });

  const lost: readonly [title: string, faults: () => Faults, code: string][] = [
    [
      'is lost',
      () => ({
        answer: token((response) => {
          response.destroy();
        }),
      }),
      'session.answerLost',
    ],
    [
      'has words about a token',
      () => ({
        answer: token((response) => {
          provider.marks.set(lookalike, 'refresh_token');
          json(response, 400, { error: 'invalid_grant', error_description: `${lookalike} is used up` });
        }),
      }),
      'session.expired',
    ],
    [
      'is 503 with the request in it',
      () => ({
        answer: token((response, body) => {
          json(response, 503, Object.fromEntries(body));
        }),
      }),
      'http.refused',
    ],
    ['is of another account', () => ({ claims: (claims) => ({ ...claims, sub: 'carol' }) }), 'signIn.answerInvalid'],
  ];
  for (const [title, faults, code] of lost) {
    it(`T60 I58 a renewal whose answer ${title}`, async () => {
      const id = await world.signInBy('loopback');
      provider.behave(faults());
      await world.fails(world.window.product.sessions.renewed(id), code);
      await world.run('copyDiagnostics');
    });
  }
});
