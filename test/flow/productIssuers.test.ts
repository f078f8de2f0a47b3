import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { matchingSessions } from '../../src/sessions/authentication.ts';
import { sessionInUse } from '../../src/state/snapshot.ts';
import { providerRows } from '../../src/views/providerRows.ts';
import { statusBar } from '../../src/views/statusBar.ts';
import { TestWorkspace, type Window } from './composedProduct.ts';
import { everyEndpoint, MarkedProvider } from './markedProvider.ts';
import { everyWord } from './whatCanBeRead.ts';

describe('what belongs to one issuer, and a file that names another', function () {
  this.timeout(30_000);
  const first = new MarkedProvider();
  const second = new MarkedProvider();
  /** All that the second was sent, headers and bodies included. */
  const received: string[] = [];
  let workspace: TestWorkspace;
  let window: Window;
  before(() => Promise.all([first.start(), second.start()]));
  after(() => Promise.all([first.stop(), second.stop()]));
  beforeEach(async () => {
    forgetMetadata();
    received.length = 0;
    for (const provider of [first, second]) {
      provider.requests.length = 0;
      provider.offers = everyEndpoint(provider.issuer);
      provider.behave();
    }
    first.behave({ claims: (claims) => ({ ...claims, name: 'Alice of the first', email: 'alice@first.example' }) });
    second.behave({
      answer: (_path, request, _response, body) => {
        received.push(`${request.url ?? ''}\n${JSON.stringify(request.headers)}\n${body.toString()}`);
        return false;
      },
    });
    workspace = new TestWorkspace();
    await workspace.files.write('sso.json', declared(first.issuer));
    window = await workspace.open({ presses: undefined, settings: { allowHttpOnLoopback: () => true } });
    await window.product.run('signIn');
    window.asked.length = 0;
  });
  afterEach(() => workspace.close());

  const ownSignIn = { clientId: 'client', postLogoutRedirectUri: 'http://127.0.0.1/callback' };
  const declared = (issuer: string, signIn: object = {}): string =>
    JSON.stringify({ environments: { main: { provider: 'oidc', issuer, signIn: { ...ownSignIn, ...signIn } } } });
  const shown = (): string =>
    [
      ...providerRows(window.snapshot, new Date()).map(everyWord),
      JSON.stringify(statusBar(window.snapshot, new Date())),
    ].join('\n');

  it('T30 T31 the session of the first is not shown, and the second is asked about before anything goes there', async () => {
    const { sessions } = window.snapshot;
    assert.equal(sessionInUse(window.snapshot)?.issuer, first.issuer);
    assert.match(shown(), /Alice of the first/);
    await window.save(declared(second.issuer));
    assert.equal(sessionInUse(window.snapshot), undefined);
    assert.equal(statusBar(window.snapshot, new Date()).kind, 'signedOut');
    assert.doesNotMatch(shown().replace(/Also Alice[^"]*/, ''), /Alice of the first/);
    const { environment } = window.snapshot.workspace;
    assert.deepEqual(matchingSessions(sessions, { scopes: ['openid'], environment }), []);

    window.acts.agrees = () => false;
    for (const command of ['refresh', 'copyDiagnostics', 'showPlan'] as const) await window.product.run(command);
    const { id = '' } = sessions[0] ?? {};
    await window.product.sessions.renewed(id);
    await assert.rejects(window.product.run('signIn'), { code: 'operation.cancelled' });
    await assert.rejects(window.product.signIn(['openid'], sessions[0]?.account), { code: 'operation.cancelled' });
    assert.equal(window.asked.filter((question) => question.startsWith(`Sign in at ${second.issuer}?`)).length, 2);
    assert.deepEqual(received, []);
  });

  it('T31 nothing of the first goes to the second, once the person agreed to that', async () => {
    const { account } = window.snapshot.sessions[0] ?? {};
    assert.ok(account);
    await window.save(declared(second.issuer));
    await window.product.run('signIn');
    await window.product.signIn(['openid', 'email'], account); // another extension still remembers the account
    assert.equal(sessionInUse(window.snapshot)?.issuer, second.issuer);
    const [oldest] = window.snapshot.sessions;
    for (const session of [oldest, sessionInUse(window.snapshot)]) {
      await window.product.sessions.renewed(session?.id ?? '');
    }
    await window.product.run('signOutAtProvider');
    window.acts.agrees = () => true;
    await window.product.run('forgetEverything');
    const sent = received.join('\n');
    assert.ok(received.length > 10);
    // the browser sends its cookies to every port of a host
    const marks = [...first.marks].filter(([, kind]) => kind !== 'cookie').map(([value]) => value);
    const canaries = [...marks, first.issuer, 'Alice', 'alice%40first', 'alice@first'];
    assert.deepEqual(
      canaries.filter((canary) => sent.includes(canary)),
      [],
    );
    assert.deepEqual(second.cookiesBack, []);
    assert.ok(first.count('/revoke') >= 2, 'the first is told of its own end');
  });

  it('T31 coming back to the first finds its session again, and asks nothing', async () => {
    await window.save(declared(second.issuer));
    await window.save(declared(first.issuer));
    assert.match(shown(), /Alice of the first/);
    await window.product.run('signIn');
    assert.deepEqual(window.asked, []);
    assert.deepEqual(received, []);
  });

  it('T31 an issuer at the same host is another one by its port, its path or another name of the host', async () => {
    window.acts.agrees = () => false;
    const { port } = new URL(first.issuer);
    const alike = [
      `${first.issuer}/x`,
      first.issuer.replace('127.0.0.1', 'localhost'),
      first.issuer.replace(port, port.slice(1)),
    ];
    for (const issuer of alike) {
      await window.save(declared(issuer));
      assert.equal(sessionInUse(window.snapshot), undefined, issuer);
      await assert.rejects(window.product.run('signIn'), { code: 'operation.cancelled' });
    }
    assert.equal(first.count('/authorize'), 1);
  });

  const evil = 'https://evil.example/callback';
  const redirections: readonly [title: string, signIn: object][] = [
    ['an address of the web', { redirectUris: [evil] }],
    ['what begins like this machine', { redirectUris: ['http://127.0.0.1.evil.example/callback'] }],
    ['another host before an @', { redirectUris: ['http://127.0.0.1@evil.example/callback'] }],
    ['another program', { redirectUris: ['vscode://evil.extension/callback', 'evil:/callback'] }],
    [
      'parameters that the flow sets itself',
      {
        parameters: {
          redirect_uri: evil,
          response_mode: 'form_post',
          response_type: 'token',
          state: 'known',
          nonce: 'known',
          code_challenge: 'known',
          code_challenge_method: 'plain',
          request_uri: evil,
          client_id: 'evil',
        },
      },
    ],
  ];
  for (const [title, signIn] of redirections) {
    it(`T30 C15 the answer cannot be moved elsewhere: ${title}`, async () => {
      window.agent.visited.length = 0;
      await window.save(declared(first.issuer, signIn));
      await window.product.run('signIn');
      const requests = window.agent.visited
        .map((url) => new URL(url))
        .filter(({ pathname }) => pathname === '/authorize');
      assert.equal(requests.length, 1);
      for (const { searchParams } of requests) {
        assert.match(searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
        const rest = ['response_type', 'response_mode', 'client_id', 'code_challenge_method', 'request_uri'];
        assert.deepEqual(
          rest.map((name) => searchParams.getAll(name)),
          [['code'], [], ['client'], ['S256'], []],
        );
        for (const name of ['state', 'nonce', 'code_challenge']) {
          assert.equal(searchParams.getAll(name).length, 1);
          assert.ok((searchParams.get(name)?.length ?? 0) >= 43, name);
        }
      }
      const hosts = new Set(window.agent.visited.map((url) => new URL(url).hostname));
      assert.deepEqual([...hosts], ['127.0.0.1']);
    });
  }
});
