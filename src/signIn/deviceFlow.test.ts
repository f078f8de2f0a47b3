import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { absentPerson, fakeClients, fakeSurroundings } from '../../test/fakes/signInEdges.ts';
import type { Fetch } from '../ports.ts';
import { deviceFlow } from './deviceFlow.ts';
import { forgetMetadata } from './discover.ts';
import type { DeviceCode, SignInRequest } from './request.ts';

const issuer = 'https://id.example.com';
const keys = await generateKeyPair('ES256', { extractable: true });
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  device_authorization_endpoint: `${issuer}/device`,
  jwks_uri: `${issuer}/jwks`,
  code_challenge_methods_supported: ['S256'],
  id_token_signing_alg_values_supported: ['ES256'],
};
const started = {
  device_code: 'secret-device-code',
  user_code: 'WDJB-MJHT',
  verification_uri: `${issuer}/activate`,
  verification_uri_complete: `${issuer}/activate?user_code=WDJB-MJHT`,
  expires_in: 600,
  interval: 5,
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const failing = (error: string) => (): Response => json(400, { error });
const broken = (status: number, retryAfter?: string) => (): Response =>
  new Response('', { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
const offline = (): Response => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
};
const pending = failing('authorization_pending');
const slowDown = failing('slow_down');

async function tokens(claims: Record<string, unknown> = {}): Promise<Response> {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, sub: 'alice', aud: 'client', iat: now, exp: now + 600, name: 'Alice Adams', ...claims };
  const idToken = await new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(keys.privateKey);
  return json(200, { access_token: 'at', token_type: 'Bearer', expires_in: 300, id_token: idToken, scope: 'openid' });
}

type Answer = () => Response | Promise<Response>;

/** A person with a code, a provider that answers by the script, and a clock that a test moves. */
function world(
  script: readonly Answer[],
  device: Record<string, unknown> = started,
  person: (code: DeviceCode) => boolean | Promise<boolean> = () => true,
) {
  forgetMetadata();
  const clock = new FakeClock(new Date().toISOString());
  const log = fakeLog();
  const left = [...script];
  const asked: { readonly path: string; readonly body: URLSearchParams }[] = [];
  const shown: DeviceCode[] = [];
  const fetch: Fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    asked.push({ path: pathname, body: new URLSearchParams(init?.body instanceof URLSearchParams ? init.body : '') });
    if (pathname.startsWith('/.well-known')) return json(200, metadata);
    if (pathname === '/jwks')
      return json(200, { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256' }] });
    if (pathname === '/device') return json(200, device);
    return (left.shift() ?? pending)();
  };
  const cancelling = new AbortController();
  const start = (request: Partial<SignInRequest> = {}) => {
    const signingIn = deviceFlow(
      { issuer, clientId: 'client', scopes: ['profile'], flow: 'deviceCode', allowHttpOnLoopback: false, ...request },
      issuer,
      {
        browser: { open: () => Promise.reject(new Error('the person opens the page')) },
        clients: fakeClients(),
        clock,
        fetch,
        log,
        person: { ...absentPerson(), showCode: async (code) => (shown.push(code), person(code)) },
        surroundings: fakeSurroundings(),
      },
      cancelling.signal,
    );
    signingIn.catch(() => undefined); // looked at by the test
    return signingIn;
  };
  const polls = (): number => asked.filter(({ path }) => path === '/token').length;
  return { clock, log, asked, shown, start, polls, cancel: cancelling };
}

/** Lets requests go back and forth until it is so; fails after two seconds. */
async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 2_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`it never came to: ${isSo.toString()}`);
    await new Promise(setImmediate);
  }
}

/** The next question comes after `seconds`, and no sooner; a fifth later at most. */
async function pollsAfter({ clock, polls }: ReturnType<typeof world>, seconds: number): Promise<void> {
  await until(() => clock.waiting === 2); // the life of the code, and the pause
  const before = polls();
  clock.advance(seconds * 1000 - 1);
  assert.equal(clock.waiting, 2, `asked before ${String(seconds)} s were over`);
  clock.advance(seconds * 200 + 2);
  await until(() => polls() === before + 1);
}

describe('deviceFlow', () => {
  it('H56 shows the code, asks with it, and signs in', async () => {
    const here = world([pending, tokens]);
    const signingIn = here.start();
    await pollsAfter(here, 5);
    await pollsAfter(here, 5);
    const { subject, label, flow, clientId, scopes, expiresAt } = await signingIn;
    assert.deepEqual(
      [subject, label, flow, clientId, scopes],
      ['alice', 'Alice Adams', 'deviceCode', 'client', ['openid']],
    );
    assert.equal(expiresAt?.getTime(), here.clock.now().getTime() + 300_000);
    const [code] = here.shown;
    assert.deepEqual(
      [code?.userCode, code?.verificationUri, code?.verificationUriComplete],
      ['WDJB-MJHT', `${issuer}/activate`, `${issuer}/activate?user_code=WDJB-MJHT`],
    );
    const sent = here.asked.filter(({ path }) => path === '/device' || path === '/token').map(({ body }) => body);
    const { code_challenge: challenge, ...first } = Object.fromEntries(sent[0] ?? []);
    assert.deepEqual(first, { scope: 'openid profile', client_id: 'client', code_challenge_method: 'S256' });
    const { code_verifier: verifier = '', ...second } = Object.fromEntries(sent[1] ?? []);
    assert.deepEqual(second, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'secret-device-code',
      client_id: 'client',
    });
    assert.equal(challenge, createHash('sha256').update(verifier).digest('base64url'));
    assert.equal(here.clock.waiting, 0);
    assert.doesNotMatch(here.log.lines.join('\n'), /secret-device-code|WDJB/);
  });

  const date =
    (seconds: number): Answer =>
    () =>
      broken(503, new Date(Date.now() + seconds * 1000).toUTCString())();
  const rhythms: readonly [title: string, device: Record<string, unknown>, script: Answer[], waits: number[]][] = [
    ['the interval of the provider', { ...started, interval: 7 }, [pending, pending], [7, 7, 7]],
    ['at most two minutes', { ...started, expires_in: 1800, interval: 1e9 }, [], [120]],
    ['at least a second', { ...started, interval: 0.001 }, [pending], [1, 1]],
    ['five seconds where it names none', { ...started, interval: undefined }, [pending], [5, 5]],
    [
      'five seconds more for good after slow_down',
      started,
      [slowDown, pending, slowDown, pending],
      [5, 10, 10, 15, 15],
    ],
    ['a longer pause while nobody answers', started, [offline, offline, pending], [5, 10, 20, 5]],
    ['a longer pause while the provider is broken', started, [broken(500), broken(502), broken(504)], [5, 10, 20, 40]],
    [
      'no more than two minutes',
      started,
      [offline, offline, offline, offline, offline, offline],
      [5, 10, 20, 40, 80, 120],
    ],
    ['Retry-After in seconds', started, [broken(429, '30'), pending], [5, 30, 5]],
    ['the interval, where Retry-After is shorter', started, [broken(429, '1'), pending], [5, 10, 5]],
    ['the ceiling, where Retry-After is absurd', started, [broken(503, '999999999')], [5, 120]],
    [
      'no Retry-After of the wrong form',
      started,
      [broken(503, '1e9'), broken(503, '-1'), broken(503, 'soon')],
      [5, 10, 20],
    ],
  ];
  for (const [title, device, script, waits] of rhythms) {
    it(`H56 F13 waits: ${title}`, async () => {
      const here = world([...script, tokens], device);
      const signingIn = here.start();
      for (const seconds of waits) await pollsAfter(here, seconds);
      if (waits.length > script.length) assert.equal((await signingIn).subject, 'alice');
      here.cancel.abort(new Error('over'));
      await signingIn.catch(() => undefined);
    });
  }

  it('H56 waits until the date of Retry-After', async () => {
    const here = world([date(60)]);
    const signingIn = here.start();
    await pollsAfter(here, 5);
    await until(() => here.clock.waiting === 2);
    here.clock.advance(50_000);
    assert.equal(here.clock.waiting, 2);
    here.clock.advance(30_000);
    await until(() => here.polls() === 2);
    here.cancel.abort(new Error('over'));
    await assert.rejects(signingIn);
  });

  it('C25 H56 ends at once when cancelled: while the code is shown, between questions, and during one', async () => {
    const never = new Promise<never>(() => undefined);
    const whileShown = world([], started, () => never);
    const between = world([pending]);
    const during = world([() => never]);
    const startings = [whileShown, between, during].map((here) => ({ here, signingIn: here.start() }));
    await until(() => whileShown.shown.length === 1);
    await pollsAfter(between, 5);
    await until(() => between.clock.waiting === 2);
    await pollsAfter(during, 5);
    for (const { here, signingIn } of startings) {
      here.cancel.abort(new Error('cancelled by the person'));
      await assert.rejects(signingIn, /cancelled by the person/);
      assert.equal(here.clock.waiting, 0);
    }
  });

  it('H56 ends with the life of the code, even while a question is open or the code is still shown', async () => {
    for (const here of [world([]), world([], started, () => new Promise<never>(() => undefined))]) {
      const signingIn = here.start();
      await until(() => here.shown.length === 1 && here.clock.waiting >= 1);
      here.clock.advance(600_000);
      await assert.rejects(signingIn, { code: 'signIn.timeout' });
      assert.equal(here.clock.waiting, 0);
    }
  });

  it('ends quietly when the person gives up', async () => {
    const here = world([], started, () => false);
    await assert.rejects(here.start(), { code: 'operation.cancelled' });
    assert.deepEqual([here.polls(), here.clock.waiting], [0, 0]);
  });

  const endings: readonly [title: string, answer: Answer, expected: object][] = [
    ['access_denied', failing('access_denied'), { code: 'signIn.denied' }],
    ['expired_token', failing('expired_token'), { code: 'signIn.timeout', message: /ran out/ }],
    ['invalid_grant', failing('invalid_grant'), { code: 'signIn.refused' }],
    ['unauthorized_client', failing('unauthorized_client'), { code: 'signIn.refused', message: /device flow/ }],
    ['a status without a reason', broken(404), { code: 'signIn.answerInvalid' }],
    ['a page of a portal', () => new Response('<html>'), { code: 'signIn.answerInvalid' }],
    ['another issuer', () => tokens({ iss: 'https://evil.example' }), { code: 'signIn.answerInvalid' }],
    ['another audience', () => tokens({ aud: 'other' }), { code: 'signIn.answerInvalid' }],
    ['an old ID token', () => tokens({ exp: 1000 }), { code: 'signIn.clock' }],
    ['no ID token', () => json(200, { access_token: 'at', token_type: 'Bearer' }), { code: 'signIn.answerInvalid' }],
    [
      'an ID token without a signature that fits',
      async () => {
        const body = (await (await tokens()).json()) as { readonly id_token: string };
        return json(200, { ...body, id_token: `${body.id_token.slice(0, -8)}AAAAAAAA` });
      },
      { code: 'signIn.answerInvalid' },
    ],
  ];
  for (const [title, answer, expected] of endings) {
    it(`H56 D28 D29 says in words what ${title} means`, async () => {
      const here = world([answer]);
      const signingIn = here.start();
      await pollsAfter(here, 5);
      await assert.rejects(signingIn, expected);
      assert.deepEqual([here.polls(), here.clock.waiting], [1, 0]);
    });
  }

  it('T16 H56 shows nothing and asks nothing where the provider names a page that nobody is to be sent to', async () => {
    const here = world([], { ...started, verification_uri: 'javascript:alert(1)' });
    await assert.rejects(here.start(), { code: 'signIn.endpointRefused' });
    assert.deepEqual([here.shown, here.polls(), here.clock.waiting], [[], 0, 0]);
  });
});
