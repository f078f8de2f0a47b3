/** All that the core asks of the outside world. Each is shaped by a need of ours, none mirrors the editor's API. */
import type { Disposable } from './base/disposables.ts';
import type { Listen } from './base/emitter.ts';
import type { Host } from './model/host.ts';
import type { SignInFlow } from './model/signInFlow.ts';

export interface Clock {
  now(): Date;
  /** Runs `work` once, `milliseconds` from now, unless disposed before. Never keeps the process alive. */
  after(milliseconds: number, work: () => void): Disposable;
}

export interface Browser {
  /** Opens `url` byte for byte in the person's browser. False when the person or the system refused. */
  open(url: string): Promise<boolean>;
}

/** Where this window stands between the person's browser and the provider. */
export interface Surroundings {
  readonly host: Host;
  /**
   * The address at which the person's browser reaches `url`, which may open a forwarded port. For an address of the editor's own scheme: the form
   * that comes back to this window. Not to be kept.
   */
  reachable(url: string): Promise<string>;
  /** Addresses of the editor's own scheme that were handed to this product. Anybody can send one. */
  readonly onDidOpen: Listen<string>;
}

/** Where credentials are kept; the editor's SecretStorage. Values are text. */
export interface Secrets {
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  /** Fires with the key, for changes of this and of other windows. */
  readonly onDidChange: Listen<string>;
}

/** The files of the workspace. Paths are relative to its root, with forward slashes. */
export interface Files {
  /** Undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Writes a whole file, making its folders. */
  write(path: string, text: string): Promise<void>;
  /** Names of the entries of a folder; folders end in `/`. Empty when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
}

/** Files that are about to be written where the paths come from somebody else. */
export interface LinkedFiles extends Files {
  /** True when the path, or a folder on the way to it, is a symbolic link. False where nothing is there yet. */
  isLink(path: string): Promise<boolean>;
}

export interface Choice<Value> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
  readonly value: Value;
}

export interface Ask {
  /** True when the person agreed. `details` is plain text, shown below the question. */
  confirm(question: string, details: string, agree: string): Promise<boolean>;
  /** Undefined when the person dismissed it. With `stays`, looking at another window does not dismiss it. */
  choose<Value>(
    title: string,
    choices: readonly Choice<Value>[],
    options?: {
      readonly stays?: boolean;
      /** Shown where the person would type. */
      readonly hint?: string;
    },
  ): Promise<Value | undefined>;
  /** `problem` says in words why a text cannot be taken. Undefined when the person dismissed it, or `signal` did. */
  text(
    title: string,
    options: {
      readonly prompt: string;
      readonly value?: string;
      readonly placeholder?: string;
      readonly hidden?: boolean;
      readonly problem?: (text: string) => string | undefined;
      readonly signal?: AbortSignal;
    },
  ): Promise<string | undefined>;
  /** Says something that the person does not have to answer; resolves to the chosen action, and at once without any. */
  tell<Action extends string>(message: string, ...actions: readonly Action[]): Promise<Action | undefined>;
}

export interface Progress {
  /** Runs `work` that is over soon and cannot be cancelled, while `title` is shown in passing. */
  briefly<Result>(title: string, work: () => Promise<Result>): Promise<Result>;
  /** Runs `work` while showing `title`; the signal fires when the person cancels. */
  during<Result>(
    title: string,
    work: (report: (step: string) => void, cancelled: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}

/** Keeps other windows out, so that work on what all windows share happens one after the other. */
export interface Lock {
  /** Runs `work` once nobody else holds `name`. Fails with `session.locked` when that takes too long. */
  during<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/** The one place where failures are shown, for those that no command is waiting for. */
export interface Problems {
  show(error: unknown): void;
}

/** Lines for the person's log. Never given a secret. */
export interface Log {
  /** Brings the log before the person's eyes. */
  show(): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export type Fetch = typeof globalThis.fetch;

/** A text that the product made, shown read-only under a name. */
export interface ShownText {
  readonly name: string;
  readonly language: 'jsonc' | 'markdown' | 'plaintext';
  readonly text: string;
}

export interface Documents {
  /** Markdown is shown rendered, anything else in an editor. */
  show(document: ShownText): Promise<void>;
  /** Two texts side by side; what would be written stands on the right. */
  compare(title: string, registered: ShownText, declared: ShownText): Promise<void>;
  /** Opens a file of the workspace, with the cursor at `offset` where one is given. */
  open(path: string, offset?: number): Promise<void>;
  /** The selected text of the active editor; empty when nothing is selected. */
  selection(): string;
}

export interface Clipboard {
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

/** Small facts that outlive a reload, kept per workspace, or for all of the person's workspaces. Never a secret. */
export interface Memory {
  get(key: string): string | undefined;
  /** Undefined forgets it. */
  set(key: string, value: string | undefined): Promise<void>;
  keys(): readonly string[];
}

export interface Workspace {
  /** Absolute path of the folder that counts; undefined without a folder on a disk. */
  readonly folder: string | undefined;
  isTrusted(): boolean;
}

/** One file as it would be. `before` is absent for a file that does not exist yet. */
export interface ProposedFile {
  readonly path: string;
  readonly before?: string;
  readonly after: string;
  /** Why, in a few words; shown beside the change. */
  readonly why: string;
}

export interface Proposals {
  /** Shows file changes before they are made. True when the person agreed and they were made. */
  review(title: string, files: readonly ProposedFile[]): Promise<boolean>;
}

export interface Terminals {
  /** Runs one of the product's own programs in a terminal that the person can type into. */
  run(title: string, program: string, args: readonly string[]): void;
  /** Types a command of plain words into a shell in a folder of the workspace, and presses Enter. */
  type(title: string, folder: string, words: readonly string[]): void;
}

/** Settings of the person, never of the workspace, where they decide about credentials. */
export interface Settings {
  signInPorts(): readonly number[];
  signInTimeoutMs(): number;
  /** Pins one flow; undefined leaves the choice to what can work. */
  signInFlow(): SignInFlow | undefined;
  /** Takes issuers at http:// on a loopback host, beside the local provider's own. */
  allowHttpOnLoopback(): boolean;
  /** Asks every provider for a refresh token that outlives its own session (OpenID Connect Core 1.0, 11). */
  offlineAccess(): boolean;
  /** Lets the provider ask which account is meant, when nobody is named. */
  selectAccount(): boolean;
  /** When access tokens are bound to a key of this product (RFC 9449). */
  bindTokens(): 'whenRequired' | 'whenAnnounced';
}

/** Which product runs where; for diagnostics. */
export interface About {
  readonly version: string;
  /** Name and version of the editor. */
  readonly editor: string;
  /** Operating system, processor and runtime. */
  readonly system: string;
}

export interface Samples {
  /** Opens the sample application that the product brings, in a window of its own. */
  open(): Promise<void>;
}
