import assert from 'node:assert/strict';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { errorText } from '../../src/views/errorText.ts';
import { menu } from '../../src/views/menu.ts';
import { providerRows } from '../../src/views/providerRows.ts';
import { statusBar } from '../../src/views/statusBar.ts';
import { textOf } from './browserAgent.ts';
import { TestWorkspace, until, type Window } from './composedProduct.ts';
import { type Faults, HostileProvider, json } from './hostileProvider.ts';
import { everyWord } from './whatCanBeRead.ts';

const hostile: readonly string[] = [
  '[Open](CoMmAnD:workbench.action.terminal.new)',
  '[a](https://evil.example "b")',
  '![x](http://evil.example/x.png) $(bug) $(sync~spin)',
  '<a href="command:x">y</a><img src=x onerror=alert(1)><script>alert(1)</script>',
  'safe\u202Egnp.exe\u2066\u200b',
  'line\r\n\u001b[31mSet-Cookie: a=b\u0007',
  '\'"><svg/onload=alert(1)>&lt;b&gt;',
  '`x` **y** [z]\u200b(command:w)',
];

/** Notifications, questions, hints, inputs and progress read this as a link or an icon, or let it change its neighbours. */
const acting = /\]\(|\$\(|[\p{Cf}\p{Cs}]|[^\P{Cc}\n]/u;
/** Where text is text, only what cannot be seen is left to do harm. */
const unseen = /[\p{Cf}\p{Cs}]|[^\P{Cc}\n]/u;

describe('the product and words of a provider', function () {
  this.timeout(30_000);
  const provider = new HostileProvider();
  let workspace: TestWorkspace;
  let window: Window;
  let timeoutMs: number;
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(async () => {
    forgetMetadata();
    provider.heal();
    timeoutMs = 10_000;
    workspace = new TestWorkspace();
    const signIn = { clientId: 'client' };
    const environments = { main: { provider: 'oidc', issuer: provider.issuer, signIn } };
    await workspace.files.write('sso.json', JSON.stringify({ environments }));
    window = await workspace.open({
      presses: undefined,
      settings: { allowHttpOnLoopback: () => true, signInTimeoutMs: () => timeoutMs },
    });
  });
  afterEach(() => workspace.close());

  const refuses = (words: string): Faults => ({
    callback: (query) => {
      query.delete('code');
      query.set('error', 'access_denied');
      query.set('error_description', words);
    },
  });

  /** What the person would read in the message of a failure. */
  async function messageOf(work: Promise<unknown>): Promise<string> {
    try {
      await work;
    } catch (thrown) {
      return errorText(thrown).message;
    }
    throw new Error('did not fail');
  }

  /** Nothing in what stands on the screen, and what was asked and told on the way, acts. */
  function check(message = ''): void {
    const now = new Date();
    const { snapshot } = window;
    const { text, tooltip, spoken } = statusBar(snapshot, now);
    const entries = menu(snapshot).flatMap(({ label, description }) => [label, description ?? '']);
    for (const words of [message, ...window.asked, ...window.told, ...window.steps, ...tooltip, spoken]) {
      assert.doesNotMatch(words, acting);
    }
    assert.doesNotMatch(text.replace(/^\$\([a-z~-]+\) /, ''), acting); // our own icon comes first
    for (const words of [...entries, ...providerRows(snapshot, now).map(everyWord)]) assert.doesNotMatch(words, unseen);
  }

  async function checkPage(words: string): Promise<void> {
    const { html = '' } = (await window.pages.at(-1)) ?? {};
    const known = /^<(?:!doctype|\/?(?:html|head|meta|title|style|body|main|svg|circle|path|h1|p|blockquote))\b/i;
    for (const [tag] of html.matchAll(/<[^>\s]*/g)) assert.match(tag, known);
    assert.equal([...html.matchAll(/<svg/g)].length, 1);
    assert.doesNotMatch(html, /<[^>]*\s(?:on\w+|href|src)=/i);
    assert.doesNotMatch(html.replaceAll('\n', ''), unseen);
    const letters = /[a-z]+/i.exec(words)?.[0] ?? '';
    assert.ok(textOf(html).includes(letters), 'and yet it is there to be read');
  }

  for (const words of hostile) {
    it(`T41 shows ${JSON.stringify(words)} as text, as a reason to refuse`, async () => {
      provider.faults = refuses(words);
      const message = await messageOf(window.product.run('signIn'));
      assert.match(message, /The provider says: ".*[a-z]/);
      assert.equal(window.snapshot.signIn.kind, 'failed');
      check(message);
      await checkPage(words);
      window.acts.chooses = () => undefined;
      await window.product.run('showMenu');
      await window.product.run('copyDiagnostics');
      check();
      assert.doesNotMatch(window.clipboard.join(), unseen);
      assert.ok(!window.log.lines.join('\n').includes('command'));
    });

    it(`T41 shows ${JSON.stringify(words)} as text, as the name of an account`, async () => {
      provider.faults.claims = (claims) => ({ ...claims, name: words });
      await window.product.run('signIn');
      check();
      await checkPage(words);
      window.acts.chooses = () => undefined;
      for (const command of ['showMenu', 'switchAccount', 'signOut'] as const) await window.product.run(command);
      check();
    });
  }

  it('T41 the rows of sessions that are in trouble or over hold nothing that acts', async () => {
    const [words = ''] = hostile;
    provider.faults.claims = (claims) => ({ ...claims, name: hostile.join(' ').slice(0, 190) });
    const { id } = await window.product.signIn([], undefined);
    const refusing =
      (status: number, error: string) => (path: string, _request: unknown, response: Parameters<typeof json>[0]) => {
        if (path === '/token') json(response, status, { error, error_description: words });
        return path === '/token';
      };
    const shown = (): string => providerRows(window.snapshot, new Date()).map(everyWord).join('\n');
    provider.faults.answer = refusing(503, 'temporarily_unavailable');
    check(await messageOf(window.product.sessions.renewed(id)));
    await until(window.product.store, ({ sessions }) => sessions[0]?.trouble !== undefined);
    assert.match(shown(), /Not renewed/);
    check();
    provider.faults.answer = refusing(400, 'invalid_grant');
    check(await messageOf(window.product.sessions.renewed(id)));
    await until(window.product.store, ({ ended }) => ended.length > 0);
    assert.match(shown(), /ended by the provider/);
    check();
  });

  it('T41 why another way is offered is plain, with a file and a provider that write what they like', async () => {
    const evil = '[Open](command:x)$(bug)';
    const environments = {
      [evil]: { provider: 'oidc', issuer: provider.issuer, signIn: { clientId: `a${evil}` } },
    };
    await window.save(JSON.stringify({ environments }));
    timeoutMs = 50;
    provider.faults.answer = (path) => path === '/authorize'; // and never answers
    window.acts.chooses = () => undefined;
    check(await messageOf(window.product.run('signIn')));
    assert.match(window.asked.join('\n'), /did not come back within/);
  });

  it('T41 metadata that names another issuer acts in no message', async () => {
    provider.faults.metadata = (metadata) => ({ ...metadata, issuer: 'https://evil.example/[x](command:y)$(bug)' });
    const message = await messageOf(window.product.run('signIn'));
    assert.match(message, /says that it is another issuer/);
    check(message);
  });
});
