/** The whole product with fakes at the edges only: real files, real time, real HTTP, and the real local provider. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { World } from '../../src/commands/parts.ts';
import { compose, type Product } from '../../src/compose.ts';
import type { ProposedFile, Settings, ShownText } from '../../src/ports.ts';
import type { Snapshot } from '../../src/state/snapshot.ts';
import type { Store } from '../../src/state/store.ts';
import { fakeMemory } from '../fakes/fakeMemory.ts';
import { fakeLog } from '../fakes/fakeLog.ts';
import { fakeSecrets } from '../fakes/fakeSecrets.ts';
import { fakeSettings, fakeSurroundings } from '../fakes/signInEdges.ts';
import { realClock } from '../fakes/realClock.ts';
import { BrowserAgent, type Shown } from './browserAgent.ts';
import { diskFiles } from './diskFiles.ts';
import { watchedFetch } from './watchedFetch.ts';

/** What the person does when asked. By default somebody who agrees to everything and continues as Alice. */
export interface PersonActs {
  agrees: (question: string, details: string) => boolean | Promise<boolean>;
  chooses: (title: string, values: readonly unknown[]) => unknown;
  types: (title: string) => string | undefined | Promise<string | undefined>;
  /** Takes the first action that a message offers, unless told otherwise. */
  answers: (message: string, actions: readonly string[]) => string | undefined;
  reviews: (files: readonly ProposedFile[]) => boolean | Promise<boolean>;
  /** The button pressed on the provider's page; undefined when the person never comes back. */
  presses: string | undefined;
  trusts: boolean;
  settings: Partial<Settings>;
}

/** One workspace on a disk, with everything that its windows share. */
export class TestWorkspace {
  readonly root = mkdtempSync(join(tmpdir(), 'product-'));
  readonly folder = join(this.root, 'workspace');
  readonly providerState = join(this.root, 'provider');
  readonly files = diskFiles(this.folder);
  readonly secrets = fakeSecrets();
  readonly memory = fakeMemory();
  readonly personMemory = fakeMemory();
  private readonly windows: Window[] = [];

  constructor() {
    mkdirSync(this.folder);
  }

  /** Opens a window, as the editor does: `sso.json` is read, then what a reload left behind is found again. */
  async open(acts: Partial<PersonActs> = {}): Promise<Window> {
    const window = new Window(this, acts);
    this.windows.push(window);
    await window.readFile();
    await window.product.resume();
    return window;
  }

  /** The admin API by hand, as somebody else would use it. */
  async admin(method: string, path: string, body?: unknown, version?: string): Promise<Record<string, unknown>> {
    const { issuer } = this.stateFile('running.json');
    const answer = await fetch(`${issuer ?? ''}/admin/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.stateFile('identity.json')['secret'] ?? ''}`,
        ...(version !== undefined && { 'if-match': version }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** Drift: somebody changes the registration at the provider. */
  async changeRegistration(clientId: string, fields: object): Promise<void> {
    const { version } = await this.admin('GET', `applications/${clientId}`);
    await this.admin('PATCH', `applications/${clientId}`, { fields }, String(version));
  }

  stateFile(name: string): Readonly<Record<string, string>> {
    return JSON.parse(readFileSync(join(this.providerState, name), 'utf8')) as Readonly<Record<string, string>>;
  }

  async close(): Promise<void> {
    await this.windows.at(-1)?.product.run('stopLocalProvider');
    for (const { product } of this.windows) product.dispose();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** One window of the editor, with a log of all that the person was shown and asked. */
export class Window {
  readonly acts: PersonActs;
  readonly product: Product;
  readonly agent = new BrowserAgent();
  readonly log = fakeLog();
  /** Addresses that the product opened, and what the browser showed at last. */
  readonly opened: string[] = [];
  readonly pages: Promise<Shown>[] = [];
  readonly asked: string[] = [];
  readonly told: string[] = [];
  /** What stood in progress. */
  readonly steps: string[] = [];
  /** Failures that no command was waiting for. */
  readonly problems: unknown[] = [];
  readonly shown: ShownText[] = [];
  readonly clipboard: string[] = [];
  readonly typed: string[] = [];
  /** Cancels what runs with progress. */
  cancelling = new AbortController();
  readonly http = watchedFetch();
  readonly surroundings = fakeSurroundings();
  private readonly files: TestWorkspace['files'];

  constructor(workspace: TestWorkspace, acts: Partial<PersonActs>) {
    this.acts = {
      agrees: () => true,
      chooses: (_title, [first]) => first,
      types: () => undefined,
      answers: (_message, [first]) => first,
      reviews: () => true,
      presses: 'Continue as Alice Adams',
      trusts: true,
      settings: {},
      ...acts,
    };
    this.files = workspace.files;
    this.product = compose(this.world(workspace), {
      providerProgram: resolve('src/localProvider/main.ts'),
      providerState: workspace.providerState,
      declarationFile: join(workspace.folder, 'sso.json'),
      locks: join(workspace.root, 'locks'),
    });
  }

  get snapshot(): Snapshot {
    return this.product.store.current;
  }

  /** What the Applications view says, in short. */
  get statuses(): readonly string[] {
    return this.snapshot.standings.map(({ declared, status }) => {
      const more =
        status.kind === 'outOfSync'
          ? `: ${status.differences.map(({ field }) => field.toLowerCase()).join(', ')}`
          : status.kind === 'unknown'
            ? `: ${status.reason}`
            : '';
      return `${declared.key} ${status.kind}${more}`;
    });
  }

  /** Saves `sso.json`; the editor tells the product of it. */
  async save(text: string): Promise<void> {
    await this.files.write('sso.json', text);
    this.product.reader.declare(text);
  }

  async readFile(): Promise<void> {
    this.product.reader.declare(await this.files.read('sso.json'));
    await this.product.reader.refresh(new AbortController().signal);
  }

  private world({ files, folder, memory, personMemory, secrets }: TestWorkspace): World {
    const { acts, agent, asked, clipboard, http, log, opened, pages, problems, shown, surroundings, told, typed } =
      this;
    return {
      about: { version: '0.0.0', editor: 'Test 1.0', system: 'test' },
      ask: {
        confirm: async (question, details) => {
          asked.push(`${question}\n${details}`);
          return acts.agrees(question, details);
        },
        choose: (title, choices, { hint = '' } = {}) => {
          asked.push(
            [title, hint, ...choices.flatMap(({ label, description, detail }) => [label, description, detail])].join(
              '\n',
            ),
          );
          const chosen = acts.chooses(
            title,
            choices.map(({ value }) => value),
          );
          return Promise.resolve(choices.find(({ value }) => value === chosen)?.value);
        },
        text: async (title, { prompt, problem }) => {
          asked.push(`${title}\n${prompt}`);
          const typed = await acts.types(title);
          const wrong = typed === undefined ? undefined : problem?.(typed);
          if (wrong !== undefined) asked.push(wrong);
          return typed;
        },
        tell: (message, ...actions) => {
          told.push(message);
          const answer = acts.answers(message, actions);
          return Promise.resolve(actions.find((action) => action === answer));
        },
      },
      browser: {
        open: (url) => {
          opened.push(url);
          const page = agent.visit(url);
          const { presses } = acts;
          const end = presses === undefined ? page : page.then((first) => agent.press(first, presses));
          end.catch(() => undefined); // of interest only to a test that looks
          pages.push(end);
          return Promise.resolve(true);
        },
      },
      clipboard: {
        read: () => Promise.resolve(clipboard.at(-1) ?? ''),
        write: (text) => Promise.resolve(void clipboard.push(text)),
      },
      clock: realClock,
      documents: {
        show: (document) => Promise.resolve(void shown.push(document)),
        compare: (_title, registered, declared) => Promise.resolve(void shown.push(registered, declared)),
        open: () => Promise.resolve(),
        selection: () => '',
      },
      fetch: http.fetch,
      files,
      log,
      memory,
      personMemory,
      problems: { show: (error) => void problems.push(error) },
      progress: {
        briefly: (title, work) => {
          this.steps.push(title);
          return work();
        },
        during: (title, work) => {
          this.steps.push(title);
          return work((step) => void this.steps.push(step), this.cancelling.signal);
        },
      },
      proposals: {
        review: async (_title, proposed) => {
          if (!(await acts.reviews(proposed))) return false;
          for (const { path, after } of proposed) await files.write(path, after);
          return true;
        },
      },
      samples: { open: () => Promise.reject(new Error('nobody opens the sample here')) },
      secrets,
      settings: fakeSettings(acts.settings),
      surroundings,
      terminals: {
        run: (title) => void typed.push(title),
        type: (title, _folder, words) => void typed.push(`${title}: ${words.join(' ')}`),
      },
      workspace: { folder, isTrusted: () => acts.trusts },
    };
  }
}

/** Resolves once the snapshot is as it should be; the limit of the test ends a wait that is in vain. */
export function until(store: Store, holds: (snapshot: Snapshot) => boolean): Promise<void> {
  if (holds(store.current)) return Promise.resolve();
  return new Promise((settle) => {
    const listening = store.onDidChange((snapshot) => {
      if (!holds(snapshot)) return;
      listening.dispose();
      settle();
    });
  });
}

/** A port of 127.0.0.1 that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
