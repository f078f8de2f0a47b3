import assert from 'node:assert/strict';
import type { CommandName } from '../../src/commands/names.ts';
import type { SignInFlow } from '../../src/model/signInFlow.ts';
import { forgetMetadata } from '../../src/signIn/discover.ts';
import { sessionInUse } from '../../src/state/snapshot.ts';
import { TestWorkspace, type Window } from './composedProduct.ts';
import { everyProtection, MarkedProvider } from './markedProvider.ts';
import { whatCanBeRead, whatIsShown, wholeError } from './whatCanBeRead.ts';

const ownAddress = 'vscode://sso-toolkit.sso-toolkit/callback';

/** The composed product at a provider whose every credential can be searched for. */
export class MarkedWorld {
  readonly provider = new MarkedProvider();
  readonly workspace = new TestWorkspace();
  flow: SignInFlow = 'loopback';
  /** Everything that could be read, at any moment, by place. */
  readonly seen: (readonly [place: string, content: string])[] = [];
  private opened: Window | undefined;

  get window(): Window {
    if (!this.opened) throw new Error('not open');
    return this.opened;
  }

  /** Opens a window with the environment `main`, whose client is registered, and `own`, whose editor registers itself. */
  async open(): Promise<void> {
    await this.provider.start();
    const signIn = {
      clientId: 'client',
      redirectUris: ['http://127.0.0.1/callback', ownAddress],
      postLogoutRedirectUri: 'http://127.0.0.1/callback',
    };
    const { issuer } = this.provider;
    const environments = { main: { provider: 'oidc', issuer, signIn }, own: { provider: 'oidc', issuer } };
    await this.workspace.files.write('sso.json', JSON.stringify({ environments }));
    this.opened = await this.workspace.open({
      presses: undefined,
      types: () => this.endOfBrowser(),
      settings: {
        allowHttpOnLoopback: () => true,
        signInFlow: () => this.flow,
        bindTokens: () => 'whenAnnounced',
        signInTimeoutMs: () => 20_000,
      },
    });
    this.opened.product.store.onDidChange((snapshot) => this.seen.push(...whatIsShown(snapshot)));
  }

  async close(): Promise<void> {
    await this.workspace.close();
    await this.provider.stop();
  }

  /** For another test: a provider that behaves, and nobody who cancelled. */
  begin(): void {
    forgetMetadata();
    this.flow = 'loopback';
    this.provider.offers = everyProtection(this.provider.issuer);
    this.provider.behave();
    this.window.cancelling = new AbortController();
    this.beforeBrowser();
  }

  /** After a test: nothing of what went over the wire can be read anywhere. */
  check(): void {
    this.secretKinds();
    this.seen.push(...whatCanBeRead(this.window, this.workspace));
    const found = this.hits(this.seen.splice(0));
    assert.deepEqual(found, []);
  }

  run(command: CommandName, environment = 'main'): Promise<void> {
    return this.window.product.run(command, { subject: { kind: 'environment', environment } });
  }

  async fails(work: Promise<unknown>, code: string): Promise<void> {
    await assert.rejects(work, (thrown: Error & { readonly code?: string }) => {
      this.seen.push(['failure', wholeError(thrown)], ['failure', thrown.stack ?? '']);
      assert.equal(thrown.code, code, wholeError(thrown));
      return true;
    });
  }

  /** Signs in by one way, as somebody would who does everything right. The id of the session. */
  async signInBy(flow: SignInFlow, environment = 'main'): Promise<string> {
    this.flow = flow;
    this.beforeBrowser();
    const signingIn = this.run('signIn', environment);
    if (flow === 'uriHandler') {
      const { surroundings } = this.window;
      const address = await Promise.race([this.endOfBrowser(), signingIn.then(() => '')]);
      surroundings.hand(address.replace(/state=[^&]+/, `state=${this.provider.mark('state')}`));
      surroundings.hand(address.replace('callback', 'elsewhere'));
      surroundings.hand(address);
    }
    await signingIn;
    const { snapshot } = this.window;
    const session = sessionInUse(
      snapshot,
      snapshot.environments.find(({ name }) => name === environment),
    );
    assert.equal(session?.flow, flow);
    return session.id;
  }

  /** So that `endOfBrowser` waits for the next one. */
  beforeBrowser(): void {
    this.window.opened.length = 0;
    this.window.pages.length = 0;
  }

  /** Where the browser got stuck: nothing listens there, or no browser knows the scheme. A secret from then on. */
  async endOfBrowser(): Promise<string> {
    const { agent, pages } = this.window;
    while (pages.length === 0) await new Promise(setImmediate);
    await pages.at(-1)?.catch(() => undefined); // it is stuck, as is meant
    const address = agent.visited.at(-1) ?? '';
    this.provider.marks.set(address, 'address');
    return address;
  }

  /** Kinds of what lies in the secret storage. The private half of a key is never anywhere else. */
  secretKinds(): readonly string[] {
    const records = [...this.workspace.secrets.values.values()];
    for (const record of records) {
      const { bindingKey } = JSON.parse(record) as {
        readonly bindingKey?: { readonly privateKey: { readonly d: string } };
      };
      if (bindingKey) this.provider.marks.set(bindingKey.privateKey.d, 'binding key');
    }
    return this.kindsIn(records.join('\n'));
  }

  kindsIn(text: string): readonly string[] {
    const kinds = [...this.provider.marks].filter(([value]) => text.includes(value)).map(([, kind]) => kind);
    return [...new Set(kinds)].sort();
  }

  private hits(places: readonly (readonly [place: string, content: string])[]): readonly string[] {
    const found = places.flatMap(([place, content]) =>
      this.kindsIn(content)
        .filter((kind) => !isOnPurpose(kind, place))
        .map((kind) => `${kind} in ${place}`),
    );
    return [...new Set(found)].sort();
  }
}

/** What the person is shown and copies. */
const isOnPurpose = (kind: string, place: string): boolean =>
  kind === 'user_code' && ['questions', 'progress', 'clipboard'].includes(place);
