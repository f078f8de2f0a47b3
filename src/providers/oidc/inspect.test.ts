import assert from 'node:assert/strict';
import { SsoError } from '../../base/ssoError.ts';
import type { Fetch } from '../../ports.ts';
import { inspectProvider } from './inspect.ts';

const issuer = 'https://id.example.com/realms/acme';
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['openid', 'openid', 7],
};
const json =
  (body: unknown, status = 200): (() => Response) =>
  () =>
    Response.json(body, { status });
const point = {
  // RFC 7515, A.3.1
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const keys = json({ keys: [{ kty: 'EC', crv: 'P-256', kid: '1', alg: 'ES256', use: 'sig', ...point }] });
const page = (status: number) => (): Response =>
  new Response('<html>', { status, headers: { 'content-type': 'text/html' } });

describe('inspectProvider', () => {
  const addresses: readonly [typed: string, first: string][] = [
    [issuer, `${issuer}/.well-known/openid-configuration`],
    [`  ${issuer}/.well-known/openid-configuration`, `${issuer}/.well-known/openid-configuration`],
    ['id.example.com/realms/acme', `${issuer}/.well-known/openid-configuration`],
    ['id.example.com:8443', 'https://id.example.com:8443/.well-known/openid-configuration'],
    ['localhost:9400', 'http://localhost:9400/.well-known/openid-configuration'],
    ['127.0.0.1:9400', 'http://127.0.0.1:9400/.well-known/openid-configuration'],
    ['[::1]:9400', 'http://[::1]:9400/.well-known/openid-configuration'],
  ];
  for (const [typed, first] of addresses) {
    it(`asks ${first} for "${typed}"`, async () => {
      const world = fakeWorld({ [first]: page(500) });
      await assert.rejects(world.inspect(typed), { code: 'http.answerInvalid' });
      assert.deepEqual(world.requests, [first]);
    });
  }

  for (const typed of [
    '',
    'http://id.example.com',
    'ftp://id.example.com',
    'https://a:b@id.example.com',
    'https://id.example.com?x',
  ]) {
    it(`refuses "${typed}" before any request`, async () => {
      const world = fakeWorld({});
      await assert.rejects(world.inspect(typed), { code: 'issuer.invalid' });
      assert.deepEqual(world.requests, []);
    });
  }

  it('reports what the provider publishes, with two requests', async () => {
    const world = fakeWorld({
      [`${issuer}/.well-known/openid-configuration`]: json(metadata),
      [`${issuer}/keys`]: keys,
    });
    const report = await world.inspect(issuer);
    assert.equal(world.requests.length, 2);
    assert.deepEqual(
      [report.issuer, report.protocol, report.otherOrigins, report.warnings],
      [issuer, 'openid', [], []],
    );
    assert.deepEqual(report.keys, {
      keys: [{ type: 'EC', strength: 'P-256', algorithm: 'ES256', use: 'sig', id: '1', flaws: [] }],
      warnings: [],
    });
    assert.deepEqual(report.lists[0], { name: 'scopes_supported', values: ['openid'] });
    const verdicts = Object.fromEntries(report.capabilities.map(({ id, verdict }) => [id, verdict]));
    assert.deepEqual(
      [verdicts['codeFlow'], verdicts['pkce'], verdicts['revocation'], verdicts['publicClients']],
      ['yes', 'yes', 'no', 'unsaid'],
    );
  });

  const spellings: readonly [asked: string, said: string, warning: string][] = [
    [`${issuer}/`, issuer, 'issuerSlash'],
    [issuer, `${issuer}/`, 'issuerSlash'],
    ['https://id.example.com/Realms/acme', issuer, 'issuerCase'],
    [issuer, 'https://id.example.com/{tenantid}/v2.0', 'issuerTemplate'],
  ];
  for (const [asked, said, kind] of spellings) {
    it(`names the near miss of ${asked} and ${said}`, async () => {
      const place = `${asked.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const world = fakeWorld({ [place]: json({ ...metadata, issuer: said }), [`${issuer}/keys`]: keys });
      const report = await world.inspect(asked);
      assert.deepEqual(report.warnings, [{ kind }]);
      assert.equal(report.issuer, said);
    });
  }

  const failures: readonly [title: string, answer: () => Response, code: string][] = [
    ['another issuer', json({ ...metadata, issuer: 'https://evil.example' }), 'issuer.mismatch'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://sso.example.com/x' } }),
      'issuer.mismatch',
    ],
    ['a page in place of JSON', page(200), 'http.answerInvalid'],
    ['JSON without an issuer', json({}), 'http.answerInvalid'],
    ['a list', json([]), 'http.answerInvalid'],
    ['a refusal', json({}, 403), 'http.refused'],
    ['nothing at any place', page(404), 'http.refused'],
  ];
  for (const [title, answer, code] of failures) {
    it(`fails on ${title} with ${code}`, async () => {
      const world = fakeWorld({
        [`${issuer}/.well-known/openid-configuration`]: answer,
        'https://id.example.com/.well-known/oauth-authorization-server/realms/acme': page(404),
        [`${issuer}/keys`]: keys,
      });
      await assert.rejects(world.inspect(issuer), { code });
    });
  }

  it('names the place that a redirect leads to, and never goes there', async () => {
    const moved = () =>
      new Response(null, { status: 301, headers: { location: 'https://sso.example.com/secret?path' } });
    const world = fakeWorld({ [`${issuer}/.well-known/openid-configuration`]: moved });
    await assert.rejects(world.inspect(issuer), ({ hint }: { hint: string }) => {
      assert.match(hint, /https:\/\/sso\.example\.com is/);
      return true;
    });
    assert.equal(world.requests.length, 1);
  });

  it('falls back to the metadata of an OAuth server', async () => {
    const world = fakeWorld({
      [`${issuer}/.well-known/openid-configuration`]: page(404),
      'https://id.example.com/.well-known/oauth-authorization-server/realms/acme': json(metadata),
      [`${issuer}/keys`]: keys,
    });
    assert.equal((await world.inspect(issuer)).protocol, 'oauth');
  });

  const keyProblems: readonly [title: string, jwks: string | undefined, answer: () => Response][] = [
    ['no address of keys', undefined, keys],
    ['keys that are a page', `${issuer}/keys`, page(200)],
    ['keys that are refused', `${issuer}/keys`, json({}, 403)],
    ['keys that are something else', `${issuer}/keys`, json({ keys: 7 })],
    ['T22 keys on this machine', 'http://127.0.0.1:9/keys', keys],
    ['T22 keys at a link-local address', 'https://169.254.169.254/keys', keys],
  ];
  for (const [title, jwks_uri, answer] of keyProblems) {
    it(`still reports, with ${title}`, async () => {
      const world = fakeWorld({
        [`${issuer}/.well-known/openid-configuration`]: json({ ...metadata, jwks_uri }),
        [`${issuer}/keys`]: answer,
      });
      const report = await world.inspect(issuer);
      assert.ok('problem' in report.keys);
      assert.ok(world.requests.every((address) => address.startsWith('https://id.example.com/')));
    });
  }

  it('warns of endpoints that nobody should be sent to, and of other hosts', async () => {
    const odd = {
      ...metadata,
      token_endpoint: 'http://id.example.com/token',
      userinfo_endpoint: 'https://other.example/me',
    };
    const world = fakeWorld({ [`${issuer}/.well-known/openid-configuration`]: json(odd), [`${issuer}/keys`]: keys });
    const report = await world.inspect(issuer);
    assert.deepEqual(
      report.warnings.map(({ kind }) => kind),
      ['endpointRefused'],
    );
    assert.deepEqual(report.otherOrigins, ['http://id.example.com', 'https://other.example']);
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const world = fakeWorld({
      [`${issuer}/.well-known/openid-configuration`]: () => {
        stop.abort(new SsoError('operation.cancelled', { message: 'Cancelled.' }));
        return Response.json(metadata);
      },
    });
    await assert.rejects(world.inspect(issuer, stop.signal), { code: 'operation.cancelled' });
  });
});

function fakeWorld(answers: Readonly<Record<string, () => Response>>) {
  const requests: string[] = [];
  const fetch: Fetch = (input, init) => {
    const address = input instanceof Request ? input.url : input.toString();
    requests.push(address);
    if (init?.signal?.aborted === true) return Promise.reject(init.signal.reason as Error);
    const answer = answers[address];
    return answer ? Promise.resolve(answer()) : Promise.reject(new Error(`nothing at ${address}`));
  };
  const inspect = (address: string, signal = new AbortController().signal) =>
    inspectProvider(address, { fetch, allowHttpOnLoopback: true }, signal);
  return { requests, inspect };
}
