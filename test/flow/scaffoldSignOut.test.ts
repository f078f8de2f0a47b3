import assert from 'node:assert/strict';
import { textOf, type Shown } from './browserAgent.ts';
import { SignedInSamples } from './signedInSamples.ts';

describe('sign-out of an application to which sign-in was added', function () {
  this.timeout(30_000);
  let samples: SignedInSamples;
  before(async () => {
    samples = await SignedInSamples.prepare();
  });
  after(() => samples.close());

  const anywhere = 'https://elsewhere.example';
  const foreign: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another port', { 'sec-fetch-site': 'same-site' }],
    ['of another site, whatever the referrer says', { 'sec-fetch-site': 'cross-site', referer: 'OWN/' }],
    ['of which nothing is known', { 'sec-fetch-site': '' }],
    ['with the referrer of another site', { 'sec-fetch-site': '', referer: `${anywhere}/page` }],
    ['with the origin of another site', { 'sec-fetch-site': '', origin: anywhere, referer: 'OWN/' }],
    ['of a hidden origin', { 'sec-fetch-site': '', origin: 'null' }],
    ['of a host that begins like this one', { 'sec-fetch-site': '', referer: 'OWN.elsewhere.example/' }],
  ];
  it('T46: asks before a request that may be of another site signs anybody out', async () => {
    const { app, browser } = await samples.run('foreign');
    await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
    for (const [what, headers] of foreign) {
      const own = Object.entries(headers).map(([name, value]) => [name, value.replace('OWN', app.url)] as const);
      const page = await browser.visit(`${app.url}/auth/logout`, Object.fromEntries(own));
      assert.match(textOf(page.html), /Sign out\? .*Signed in as Bob Brown/, what);
      assert.equal((await browser.visit(`${app.url}/prices`)).url, `${app.url}/prices`, what);
      for (const sent of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': '', origin: anywhere }]) {
        assert.match(textOf((await browser.press(page, 'Sign out', sent)).html), /Sign out\?/, what);
      }
    }
    const unknown = await fetch(`${app.url}/auth/logout`, { method: 'POST', headers: { 'sec-fetch-site': 'none' } });
    assert.match(await unknown.text(), /Sign out\?/);
  });

  it('T46: signs out at both from the page that asks, and with browsers that say only Origin or Referer', async () => {
    const { app, browser } = await samples.run('asking');
    const signIn = async (): Promise<void> => {
      const prices = await browser.press(await browser.visit(`${app.url}/prices`), 'Continue as Bob Brown');
      assert.equal(prices.url, `${app.url}/prices`);
      browser.visited.length = 0;
    };
    const assertSignedOut = async (landed: Shown): Promise<void> => {
      assert.deepEqual([landed.status, landed.url], [200, `${app.url}/`]);
      assert.ok(browser.visited.some((url) => url.startsWith(`${samples.provider.issuer}/`)));
      assert.match(textOf((await browser.visit(`${app.url}/auth`)).html), /Nobody is signed in/);
    };
    for (const sent of [{}, { 'sec-fetch-site': '' }]) {
      await signIn();
      const page = await browser.visit(`${app.url}/auth/logout`, { 'sec-fetch-site': '' });
      await assertSignedOut(await browser.press(page, 'Sign out', sent));
    }
    await signIn();
    const own = { 'sec-fetch-site': '', referer: `${app.url}/auth` };
    await assertSignedOut(await browser.visit(`${app.url}/auth/logout`, own));
  });

  it('T46: lets nobody show its pages within another, and loads nothing in them', async () => {
    const { app, browser } = await samples.run('framed');
    for (const [path, headers] of [
      ['/auth', {}],
      ['/auth/logout', { 'sec-fetch-site': 'cross-site' }],
      ['/auth/callback', {}],
    ] as const) {
      const page = await browser.visit(app.url + path, headers);
      assert.equal(
        page.headers.get('content-security-policy'),
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      assert.deepEqual(
        [page.headers.get('referrer-policy'), /<(?:script|style|img|link)/.test(page.html)],
        ['same-origin', false],
      );
    }
  });
});
