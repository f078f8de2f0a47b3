import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Fetch } from '../../ports.ts';
import { isProved } from './proof.ts';

const access = { issuer: 'http://127.0.0.1:9400', secret: 'top secret' };
const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url');

describe('isProved', () => {
  const cases: readonly [title: string, answer: (nonce: string) => Response, expected: boolean][] = [
    ['the right proof', (nonce) => Response.json({ proof: hmac('top secret', `${nonce}:9400`) }), true],
    ['the proof of another port', (nonce) => Response.json({ proof: hmac('top secret', `${nonce}:9401`) }), false],
    ['another secret', (nonce) => Response.json({ proof: hmac('guessed', `${nonce}:9400`) }), false],
    ['an old proof', () => Response.json({ proof: hmac('top secret', 'old:9400') }), false],
    ['the nonce', (nonce) => Response.json({ proof: nonce }), false],
    ['another shape', () => Response.json({ proof: 1 }), false],
    ['a page', () => new Response('<html>'), false],
    ['a redirect', () => Response.redirect('http://evil.example/', 302), false],
    ['a refusal', () => Response.json({}, { status: 401 }), false],
  ];
  for (const [title, answer, expected] of cases) {
    it(`T51: says ${String(expected)} to ${title}, and never sends the secret`, async () => {
      const requests: Request[] = [];
      const fetch: Fetch = (input, init) => {
        const request = new Request(input, init);
        requests.push(request);
        return Promise.resolve(answer(new URL(request.url).searchParams.get('nonce') ?? ''));
      };
      assert.equal(await isProved(access, fetch, new AbortController().signal), expected);
      assert.equal(requests.length, 1);
      for (const { url, headers } of requests) {
        assert.ok(url.startsWith('http://127.0.0.1:9400/admin/proof?nonce='));
        assert.doesNotMatch(JSON.stringify([url, [...headers]]), /top|authorization/);
      }
    });
  }

  it('T51: asks nobody elsewhere', async () => {
    const fetch: Fetch = () => assert.fail('asked');
    const elsewhere = { ...access, issuer: 'http://evil.example:9400' };
    await assert.rejects(isProved(elsewhere, fetch, new AbortController().signal), {
      code: 'provider.answerInvalid',
    });
  });

  it('is cancelled by its signal', async () => {
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed'));
    await assert.rejects(isProved(access, fetch, AbortSignal.abort()), { code: 'operation.cancelled' });
  });
});
