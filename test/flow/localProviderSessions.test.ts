import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { Browser, begin, refresh, signIn, tokensOf, userinfo } from './localProviderBrowser.ts';
import { cleanUp, startProvider, writeDeclaration, type LocalProvider } from './localProviderUnderTest.ts';
import { sample, shop } from './localProviderSample.ts';

const editor = { clientId: 'sso-toolkit', redirectUri: 'http://127.0.0.1:51234/callback' };

describe('local provider: sessions and people', function () {
  this.timeout(30_000);
  let provider: LocalProvider;
  let issuer: string;
  let file: string;

  before(async () => {
    file = writeDeclaration(sample);
    provider = await startProvider({ declaration: file });
    issuer = provider.issuer;
    await provider.register('shop', shop);
  });
  afterEach(() => {
    writeDeclaration(sample, file);
  });
  after(cleanUp);

  it('signs in without a page while a session lasts', async () => {
    const browser = new Browser();
    await signIn(browser, issuer, 'alice');
    const { left } = await begin(browser, issuer);
    assert.notEqual(left?.searchParams.get('code') ?? null, null);
  });

  const prompts: readonly [prompt: string, withSession: string, without: string][] = [
    ['none', 'a code', 'login_required'],
    ['login', 'the page', 'the page'],
    ['select_account', 'the page', 'the page'],
    ['consent', 'the page', 'the page'],
  ];
  for (const [prompt, withSession, without] of prompts) {
    it(`prompt=${prompt} gives ${withSession} with a session, ${without} without one`, async () => {
      const browser = new Browser();
      const asked = { parameters: { prompt } };
      assert.equal(outcome(await begin(browser, issuer, asked)), without);
      await signIn(browser, issuer, 'alice');
      const second = await begin(browser, issuer, asked);
      assert.equal(outcome(second), withSession);
      if (!second.page) return;
      const { left } = await browser.follow(await browser.post(second.page.url, { person: 'alice' }), issuer);
      assert.notEqual(left?.searchParams.get('code') ?? null, null);
    });
  }

  it('shows the person of login_hint first, also with a session of somebody else', async () => {
    const browser = new Browser();
    const names = async (hint: string) =>
      buttons((await begin(browser, issuer, { parameters: { login_hint: hint } })).page?.html);
    assert.deepEqual(await names(''), ['alice', 'bob', 'carol']);
    assert.deepEqual(await names('carol'), ['carol', 'alice', 'bob']);
    assert.deepEqual(await names('bob@example.com'), ['bob', 'alice', 'carol']);
    assert.deepEqual(await names('nobody'), ['alice', 'bob', 'carol']);
    await signIn(browser, issuer, 'alice');
    assert.deepEqual(await names('bob'), ['bob', 'alice', 'carol']);
  });

  it('lets somebody else continue, and leaves what the editor holds good', async () => {
    const browser = new Browser();
    const held = await tokensOf(provider, 'alice', editor, { browser });
    const asked = { parameters: { prompt: 'select_account' } };
    const tokens = await tokensOf(provider, 'bob', asked, { browser });
    assert.equal(decodeJwt(tokens.id_token).sub, 'bob');
    assert.equal(decodeJwt((await refresh(issuer, held.refresh_token, 'sso-toolkit')).id_token).sub, 'alice');
    assert.equal(decodeJwt((await tokensOf(provider, 'bob', editor, { browser })).id_token).sub, 'bob');
  });

  it('ends the session on logout with an ID token, without a question', async () => {
    const browser = new Browser();
    const held = await tokensOf(provider, 'alice', editor, { browser });
    const tokens = await tokensOf(provider, 'alice', { parameters: { prompt: 'login' } }, { browser });
    const url = logoutUrl({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: 'http://localhost:3000/',
      state: 'x',
    });
    const answer = await browser.follow(await browser.request(url), issuer);
    assert.equal(answer.left?.href, 'http://localhost:3000/?state=x');
    assert.equal(outcome(await begin(browser, issuer)), 'the page');
    assert.equal((await refresh(issuer, tokens.refresh_token)).error, 'invalid_grant');
    assert.equal((await userinfo(issuer, tokens.access_token)).status, 401);
    assert.equal((await refresh(issuer, held.refresh_token, 'sso-toolkit')).status, 200);
  });

  it('asks before a logout that shows no ID token of the person', async () => {
    const browser = new Browser();
    const { id_token: ofCarol } = await tokensOf(provider, 'carol');
    await signIn(browser, issuer, 'alice');
    for (const parameters of [{ client_id: 'shop' }, { id_token_hint: ofCarol }]) {
      const { response } = await browser.follow(await browser.request(logoutUrl(parameters)), issuer);
      assert.equal(response.status, 200);
      assert.match(await response.text(), /<h1>Sign out\?<\/h1>/);
    }
    const url = logoutUrl({ client_id: 'shop', post_logout_redirect_uri: 'http://localhost:3000/' });
    const question = await browser.request(url);
    assert.match(question.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/localhost:3000;/);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await question.text())?.[1] ?? '';
    const answer = await browser.follow(
      await browser.post(`${issuer}/session/end/confirm`, { xsrf, logout: 'yes' }),
      issuer,
    );
    assert.equal(answer.left?.href, 'http://localhost:3000/');
    assert.equal(outcome(await begin(browser, issuer)), 'the page');
  });

  it('answers a logout without a session at once', async () => {
    const browser = new Browser();
    const url = logoutUrl({ client_id: 'shop', post_logout_redirect_uri: 'http://localhost:3000/' });
    assert.equal((await browser.follow(await browser.request(url), issuer)).left?.href, 'http://localhost:3000/');
    const { response } = await browser.follow(await browser.request(logoutUrl({})), issuer);
    assert.match(await response.text(), /You are signed out/);
  });

  it('does not go to an address that is not registered for after the logout', async () => {
    const url = logoutUrl({ client_id: 'shop', post_logout_redirect_uri: 'http://evil.example/' });
    const answer = await new Browser().follow(await new Browser().request(url), issuer);
    assert.equal(answer.response.status, 400);
    assert.equal(answer.left, undefined);
  });

  it('follows the file: new people, new claims, new members', async () => {
    const browser = new Browser();
    const people = { ...sample.people, dora: { name: 'Dora <b>Dean</b>', claims: { floor: 3, sub: 'root' } } };
    const groups = { ...sample.groups, sales: { ...sample.groups.sales, members: ['alice', 'dora'] } };
    writeDeclaration({ ...sample, people, groups }, file);
    assert.match((await begin(browser, issuer)).page?.html ?? '', /Continue as Dora &lt;b&gt;Dean&lt;\/b&gt;/);
    const { sub, floor, groups: told, roles } = decodeJwt((await tokensOf(provider, 'dora')).id_token);
    assert.deepEqual({ sub, floor, told, roles }, { sub: 'dora', floor: 3, told: ['sales'], roles: ['clerk'] });
  });

  it('gives nothing more to somebody who is no longer declared', async () => {
    const browser = new Browser();
    const tokens = await tokensOf(provider, 'carol', {}, { browser });
    const { alice, bob } = sample.people;
    writeDeclaration({ ...sample, people: { alice, bob } }, file);
    assert.equal((await userinfo(issuer, tokens.access_token)).status, 401);
    assert.equal((await refresh(issuer, tokens.refresh_token)).error, 'invalid_grant');
    const { page } = await begin(browser, issuer);
    assert.deepEqual(buttons(page?.html), ['alice', 'bob']);
    const answer = await browser.post(page?.url ?? '', { person: 'carol' });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /person_unknown/);
    const { left } = await browser.follow(await browser.post(page?.url ?? '', { person: 'bob' }), issuer);
    assert.notEqual(left?.searchParams.get('code') ?? null, null);
  });

  it('keeps the people of the last good file, and says so', async () => {
    await begin(new Browser(), issuer);
    writeDeclaration('{ "people": { "ali', file);
    const broken = (await begin(new Browser(), issuer)).page?.html;
    assert.deepEqual(buttons(broken), ['alice', 'bob', 'carol']);
    assert.match(broken ?? '', /role="status">sso\.json has errors/);
    rmSync(file);
    const gone = (await begin(new Browser(), issuer)).page?.html;
    assert.deepEqual(buttons(gone), ['alice', 'bob', 'carol']);
    assert.match(gone ?? '', /role="status">sso\.json cannot be read/);
  });

  it('says how to add people when there are none', async () => {
    writeDeclaration({}, file);
    const browser = new Browser();
    const { page } = await begin(browser, issuer);
    assert.deepEqual(buttons(page?.html), []);
    assert.match(page?.html ?? '', /Add people to <code>sso\.json<\/code>/);
    const { left } = await browser.follow(await browser.post(page?.url ?? '', { refuse: 'refuse' }), issuer);
    assert.equal(left?.searchParams.get('error'), 'access_denied');
  });

  const logoutUrl = (parameters: Record<string, string>): string =>
    `${issuer}/session/end?${new URLSearchParams(parameters).toString()}`;
});

function outcome({ page, left }: Awaited<ReturnType<typeof begin>>): string {
  if (page) return 'the page';
  return left?.searchParams.get('error') ?? (left?.searchParams.has('code') ? 'a code' : 'nothing');
}

const buttons = (html = ''): readonly string[] =>
  [...html.matchAll(/name="person" value="([^"]*)"/g)].map(([, person]) => person ?? '');
