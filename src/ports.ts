/** All that the core asks of the outside world. Each is shaped by a need of ours, none mirrors the editor's API. */
import type { Disposable } from './base/disposables.ts';
import type { Listen } from './base/emitter.ts';

export interface Clock {
  now(): Date;
  /** Runs `work` once, `milliseconds` from now, unless disposed before. Never keeps the process alive. */
  after(milliseconds: number, work: () => void): Disposable;
}

export interface Browser {
  /** Opens `url` byte for byte in the person's browser. False when the person or the system refused. */
  open(url: string): Promise<boolean>;
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
  /** Undefined when the person dismissed it. */
  choose<Value>(title: string, choices: readonly Choice<Value>[]): Promise<Value | undefined>;
  /** `problem` says in words why a text cannot be taken. Undefined when the person dismissed it. */
  text(
    title: string,
    options: {
      readonly prompt: string;
      readonly value?: string;
      readonly placeholder?: string;
      readonly hidden?: boolean;
      readonly problem?: (text: string) => string | undefined;
    },
  ): Promise<string | undefined>;
  /** Says something that the person does not have to answer; resolves to the chosen action. */
  tell<Action extends string>(message: string, ...actions: readonly Action[]): Promise<Action | undefined>;
}

export interface Progress {
  /** Runs `work` while showing `title`; the signal fires when the person cancels. */
  during<Result>(
    title: string,
    work: (report: (step: string) => void, cancelled: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}

/** Lines for the person's log. Never given a secret. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export type Fetch = typeof globalThis.fetch;
