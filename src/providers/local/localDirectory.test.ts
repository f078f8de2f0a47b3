import assert from 'node:assert/strict';
import type { ErrorCode } from '../../base/ssoError.ts';
import type { Found } from '../../directory/directory.ts';
import type { Fetch } from '../../ports.ts';
import { localDirectory } from './localDirectory.ts';

const access = { issuer: 'http://127.0.0.1:9400', secret: 'top secret' };
const shop = { clientId: 'shop', fields: { name: 'Shop' }, version: '3', ours: true };
const never = new AbortController().signal;

describe('localDirectory', () => {
  const finds: readonly [title: string, answer: () => Response, shop: Found][] = [
    ['a registration', () => json(200, { applications: [shop] }), { kind: 'found', application: shop }],
    ['none', () => json(200, { applications: [] }), { kind: 'absent' }],
    [
      'a damaged registration',
      () => json(200, { applications: [{ ...shop, version: 3 }] }),
      { kind: 'unknown', reason: 'answerInvalid' },
    ],
    [
      'a damaged one of somebody else',
      () => json(200, { applications: [null, { clientId: 'x' }, shop] }),
      { kind: 'found', application: shop },
    ],
    [
      'a field it does not know',
      () => json(200, { applications: [{ ...shop, fields: { name: 'Shop', colour: 'red' }, more: 1 }] }),
      { kind: 'found', application: shop },
    ],
  ];
  for (const [title, answer, expected] of finds) {
    it(`finds ${title}`, async () => {
      const found = await localDirectory(() => access, answering(answer)).find(['shop'], never);
      assert.deepEqual(found, new Map([['shop', expected]]));
    });
  }

  const failures: readonly [title: string, answer: () => Response, code: ErrorCode][] = [
    ['a refusal', () => json(401, {}), 'provider.denied'],
    ['an error of the server', () => json(500, {}), 'provider.refused'],
    ['a page', () => new Response('<html>'), 'provider.answerInvalid'],
    ['half an answer', () => new Response('{"applications":[{"cl'), 'provider.answerInvalid'],
    ['another shape', () => json(200, [shop]), 'provider.answerInvalid'],
    ['a redirect', () => Response.redirect('http://evil.example/', 302), 'provider.refused'],
    ['nobody', () => fail(), 'provider.unreachable'],
  ];
  for (const [title, answer, code] of failures) {
    it(`fails with ${code} at ${title}`, async () => {
      await assert.rejects(localDirectory(() => access, answering(answer)).find(['shop'], never), { code });
    });
  }

  const refusals: readonly [status: number, body: unknown, code: ErrorCode][] = [
    [400, { code: 'invalid', message: 'No.' }, 'provider.refused'],
    [401, {}, 'provider.denied'],
    [403, {}, 'provider.denied'],
    [404, {}, 'plan.outdated'],
    [409, { code: 'exists' }, 'plan.outdated'],
    [409, { code: 'no_secret' }, 'provider.refused'],
    [412, { code: 'outdated' }, 'plan.outdated'],
    [428, {}, 'provider.refused'],
    [500, 'oops', 'provider.refused'],
    [200, { secret: 7 }, 'provider.answerInvalid'],
  ];
  for (const [status, body, code] of refusals) {
    it(`turns ${String(status)} ${JSON.stringify(body)} into ${code}`, async () => {
      const directory = localDirectory(
        () => access,
        answering(() => json(status, body)),
      );
      await assert.rejects(directory.update('shop', { name: 'Shop' }, '3', never), { code });
    });
  }

  it('sends the version and only the given fields, with the secret in a header', async () => {
    const sent: unknown[] = [];
    const fetch: Fetch = (input, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      sent.push([init?.method, input instanceof URL ? input.href : input, headers, init?.body]);
      return Promise.resolve(json(200, { version: '4', secret: 'fresh' }));
    };
    const directory = localDirectory(() => access, fetch);
    assert.deepEqual(await directory.update('a/b', { name: 'Shop' }, '3', never), { secret: 'fresh' });
    assert.deepEqual(sent, [
      [
        'PATCH',
        'http://127.0.0.1:9400/admin/applications/a%2Fb',
        {
          accept: 'application/json',
          authorization: 'Bearer top secret',
          'content-type': 'application/json',
          'if-match': '3',
        },
        '{"fields":{"name":"Shop"}}',
      ],
    ]);
  });

  it('says that the provider is stopped, without asking anybody', async () => {
    const directory = localDirectory(() => undefined, answering(fail));
    assert.deepEqual(
      await directory.find(['shop'], never),
      new Map([['shop', { kind: 'unknown', reason: 'stopped' }]]),
    );
    await assert.rejects(directory.renewSecret('shop', never), { code: 'provider.unreachable' });
  });

  it('sends its secret to no other machine', async () => {
    const elsewhere = localDirectory(() => ({ ...access, issuer: 'https://evil.example' }), answering(fail));
    await assert.rejects(elsewhere.find(['shop'], never), { code: 'provider.answerInvalid' });
  });

  it('never says its secret in an error', async () => {
    const directory = localDirectory(
      () => access,
      answering(() => new Response('{"secret":"shown once')),
    );
    await assert.rejects(directory.renewSecret('shop', never), (error: unknown) => {
      assert.ok(error instanceof Error);
      const said = [error.message, error.cause, error.stack].map(String).join();
      assert.ok(!said.includes('shown once') && !said.includes('top secret'), said);
      return true;
    });
  });

  it('stops waiting as soon as it is told to', async () => {
    const cancel = new AbortController();
    const hanging: Fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
        cancel.abort();
      });
    await assert.rejects(localDirectory(() => access, hanging).find(['shop'], cancel.signal), {
      code: 'operation.cancelled',
    });
  });
});

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

const answering =
  (answer: () => Response): Fetch =>
  () =>
    new Promise((resolve) => {
      resolve(answer());
    });

function fail(): Response {
  throw new TypeError('fetch failed');
}
