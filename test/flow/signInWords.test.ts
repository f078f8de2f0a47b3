import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mock } from 'node:test';
import type { SsoError } from '../../src/base/ssoError.ts';
import type { SignInRequest } from '../../src/signIn/request.ts';
import { absentPerson } from '../fakes/signInEdges.ts';
import { errorText } from '../../src/views/errorText.ts';
import { HostileProvider } from './hostileProvider.ts';
import { type SignInWorld, signInWorld, soon } from './signInWorld.ts';

/** One way in which signing in fails: what makes it fail, and what the person is told. */
interface Failure {
  readonly what: string;
  readonly code: SsoError['code'];
  /** What happened, with the host, or with the place on this machine. */
  readonly message: RegExp;
  /** The next step. */
  readonly hint: RegExp;
  readonly issuer?: string;
  readonly request?: (busyPort: number) => Partial<SignInRequest>;
  readonly fetch?: typeof fetch;
  readonly arrange?: (provider: HostileProvider, world: SignInWorld) => unknown;
}

/** As Node's `fetch` fails. */
const failing =
  (fields: object, message = ''): typeof fetch =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(message), fields) }));

/** Never answers; and the time that is allowed for an answer is over. */
const tenSecondsPass: typeof fetch = (_input, init) => {
  setImmediate(() => {
    mock.timers.tick(10_000);
  });
  const { promise, reject } = Promise.withResolvers<never>();
  init?.signal?.addEventListener('abort', () => {
    reject(new DOMException('aborted', 'AbortError'));
  });
  return promise;
};

const comesBackWith = (answer: Readonly<Record<string, string>>) => (provider: HostileProvider) => {
  provider.faults.callback = (query) => {
    query.delete('code');
    for (const [name, value] of Object.entries(answer)) query.set(name, value);
  };
};

const host = String.raw`127\.0\.0\.1:\d+`;
const refusedRedirect = { error: 'invalid_request', error_description: 'Invalid parameter: redirect_uri' };

const failures: readonly Failure[] = [
  {
    what: 'the name of the host is not known (DNS)',
    issuer: 'https://id.example',
    fetch: failing({ code: 'ENOTFOUND', hostname: 'id.example' }),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: its name could not be resolved \(DNS\)\.$/,
    hint: /Check the spelling of the host, the network and the VPN/,
  },
  {
    what: 'the certificate has expired (TLS)',
    issuer: 'https://id.example',
    fetch: failing({ code: 'CERT_HAS_EXPIRED' }),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: its certificate has expired \(TLS\)/,
    hint: /Renew the certificate/,
  },
  {
    what: 'the certificate is not trusted (CA)',
    issuer: 'https://id.example',
    fetch: failing({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: its certificate is not trusted by this machine \(TLS\)/,
    hint: /Add the certificate authority.*http\.systemCertificates.*NODE_EXTRA_CA_CERTS/,
  },
  {
    what: 'the proxy wants a name (407)',
    issuer: 'https://id.example',
    fetch: () => Promise.resolve(new Response('', { status: 407 })),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: the proxy on the way wants a user name and a password/,
    hint: /http\.proxy/,
  },
  {
    what: 'the proxy refuses to connect (CONNECT)',
    issuer: 'https://id.example',
    fetch: failing({ code: 'UND_ERR_ABORTED' }, 'Proxy response (403) !== 200 when HTTP Tunneling'),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: the proxy on the way refused to connect to it \(status 403\)/,
    hint: /http\.proxy/,
  },
  {
    what: 'the proxy is not there',
    issuer: 'https://id.example',
    fetch: failing({ code: 'ECONNREFUSED', address: '127.0.0.1', port: 3128 }),
    code: 'http.unreachable',
    message: /^id\.example could not be reached: the proxy on the way does not answer/,
    hint: /http\.proxy.*the proxy is running/,
  },
  {
    what: 'a proxy or a portal answers in place of the provider',
    issuer: 'https://id.example',
    fetch: () => Promise.resolve(new Response('<p>Log in', { headers: { 'content-type': 'text/html' } })),
    code: 'http.answerInvalid',
    message: /^The answer of id\.example to \S+ \(status 200\) is .*, not JSON: a proxy or a captive portal\?$/,
    hint: /Open the address in a browser/,
  },
  {
    what: 'the issuer uses http',
    issuer: 'http://id.example',
    code: 'issuer.invalid',
    message: /^The issuer at id\.example uses http, so anybody on the way could read the tokens\.$/,
    hint: /Use https/,
  },
  {
    what: 'the issuer uses http on this machine without the setting',
    request: () => ({ allowHttpOnLoopback: false }),
    code: 'issuer.invalid',
    message: new RegExp(`^The issuer at ${host} uses http, which is taken for the local provider only`),
    hint: /sso\.signIn\.allowHttpOnLoopback/,
  },
  {
    what: 'the provider is another issuer',
    arrange: (provider) => {
      provider.faults.metadata = (metadata) => ({ ...metadata, issuer: 'https://other.example' });
    },
    code: 'issuer.mismatch',
    message: new RegExp(`^The provider at ${host} says that it is another issuer`),
    hint: /Use exactly https:\/\/other\.example$/,
  },
  {
    what: 'the redirect URI is not registered',
    arrange: comesBackWith(refusedRedirect),
    code: 'signIn.refused',
    message: new RegExp(`^${host} refused the sign-in: the address to come back to is not registered`),
    hint: new RegExp(`Register exactly http://${host}/callback for the client`),
  },
  {
    what: 'the person or the provider denies',
    arrange: comesBackWith({ error: 'access_denied', error_description: 'Not assigned.' }),
    code: 'signIn.refused',
    message: new RegExp(`^${host} refused the sign-in: access was denied`),
    hint: /Ask an administrator.*assigned.*consent/,
  },
  {
    what: 'consent is needed',
    arrange: comesBackWith({ error: 'consent_required' }),
    code: 'signIn.refused',
    message: new RegExp(`^${host} refused the sign-in: consent is needed`),
    hint: /Sign in again and agree/,
  },
  {
    what: 'the clocks differ',
    arrange: (provider) => {
      provider.faults.claims = (claims) => ({ ...claims, exp: Number(claims['iat']) - 3_600 });
      provider.faults.answer = (path, _request, response) => {
        if (path === '/token') response.setHeader('date', new Date(Date.now() - 7_200_000).toUTCString());
        return false;
      };
    },
    code: 'signIn.clock',
    message: new RegExp(`the clock of this machine is 2 hours ahead of the one of ${host}`),
    hint: /Set the clock/,
  },
  {
    what: 'no port can be had',
    request: (busyPort) => ({ redirectUris: [`http://127.0.0.1:${String(busyPort)}/callback`] }),
    code: 'signIn.portUnavailable',
    message: /^No port of this machine .*Tried: port \d+ \(EADDRINUSE\)/,
    hint: /Check which program holds the ports/,
  },
  {
    what: 'the provider does not answer in time',
    issuer: 'https://id.example',
    fetch: tenSecondsPass,
    code: 'http.timeout',
    message: /^id\.example did not answer \/\.well-known\/openid-configuration completely within 10 seconds/,
    hint: /Check the connection and the proxy settings/,
  },
  {
    what: 'the browser does not come back in time',
    arrange: (_provider, world) => {
      world.browse = () => {
        setImmediate(() => {
          world.clock.advance(300_000);
        });
        return Promise.resolve(undefined);
      };
    },
    code: 'signIn.timeout',
    message: /^The browser did not come back within 5 minutes/,
    hint: new RegExp(`register http://${host}/callback for the client client.*HTTPS-only.*pasting the address`),
  },
];

describe('signing in says why it failed', () => {
  const provider = new HostileProvider();
  const holder = createServer();
  const told: string[] = [];
  let busyPort = 0;
  before(async () => {
    await provider.start();
    holder.listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    busyPort = typeof address === 'object' && address !== null ? address.port : 0;
  });
  after(async () => {
    holder.close();
    await provider.stop();
  });
  beforeEach(() => {
    provider.heal();
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  for (const { what, code, message, hint, issuer, request, fetch, arrange } of failures) {
    it(`I59 when ${what}: names it, and the next step`, async () => {
      const world = signInWorld(issuer ?? provider.issuer, fetch ? { fetch } : {});
      arrange?.(provider, world);
      await assert.rejects(soon(world.signIn(request?.(busyPort))), (error: SsoError) => {
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.match(error.hint ?? '', hint);
        assert.equal(errorText(error).tone, 'failure', 'with Show Log beside it');
        told.push(error.message);
        return true;
      });
    });
  }

  it('I59 no two of these sentences are the same', () => {
    assert.equal(new Set(told).size, told.length);
  });

  it('I60 a browser that never comes back may refuse http on this machine: that and another way are named', async () => {
    const timeout = failures.find(({ code }) => code === 'signIn.timeout');
    assert.ok(timeout);
    const world = signInWorld(provider.issuer);
    timeout.arrange?.(provider, world);
    await assert.rejects(soon(world.signIn()), {
      hint: /If the browser refused the address \(HTTPS-only mode\), allow http for 127\.0\.0\.1, or sign in by pasting/,
    });
  });

  /** The person is away for so long, then follows where the browser is led. */
  function slowPerson(awayMs: number) {
    const person = absentPerson();
    const world = signInWorld(provider.issuer, { person });
    let uri = '';
    world.browse = async (startUrl) => {
      const { headers } = await globalThis.fetch(startUrl, { redirect: 'manual' });
      const request = headers.get('location') ?? '';
      uri = new URL(request).searchParams.get('redirect_uri') ?? '';
      world.clock.advance(awayMs);
      return world.agent.visit(request);
    };
    return { world, steps: person.steps, uri: () => uri };
  }

  it('I59 after 20 s the redirect URI to register is named while the browser is awaited, and no longer once it is back', async () => {
    const { world, steps, uri } = slowPerson(20_000);
    await soon(world.signIn());
    assert.deepEqual(steps, [
      `If the page of the provider names the redirect URI: register ${uri()}`,
      'The browser came back; its answer is checked',
    ]);
    assert.match(uri(), /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    world.clock.advance(60_000);
    assert.equal(steps.length, 2);
  });

  it('says nothing of that to who is faster, or has cancelled', async () => {
    const { world, steps } = slowPerson(19_999);
    await soon(world.signIn());
    world.clock.advance(60_000);
    const cancelled = slowPerson(0);
    cancelled.world.browse = () => {
      setImmediate(cancelled.world.cancel);
      return Promise.resolve(undefined);
    };
    await assert.rejects(soon(cancelled.world.signIn()), { code: 'operation.cancelled' });
    cancelled.world.clock.advance(60_000);
    assert.deepEqual([steps, cancelled.steps], [[], []]);
  });
});
