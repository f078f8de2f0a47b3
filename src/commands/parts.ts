/**
 * What commands are made of: one file per user action, each a function of its needs. A command decides and asks;
 * it never draws and never names the editor.
 */
import type { LocalProvider } from '../providers/local/localProvider.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Store } from '../state/store.ts';
import type { WorkspaceReader } from '../state/workspaceReader.ts';
import type { Directory } from '../directory/directory.ts';
import type { Environment } from '../model/environment.ts';
import type {
  About,
  Ask,
  Browser,
  Clipboard,
  Clock,
  Documents,
  Fetch,
  LinkedFiles,
  Log,
  Memory,
  Problems,
  Progress,
  Proposals,
  Samples,
  Secrets,
  Settings,
  Surroundings,
  Terminals,
  Workspace,
} from '../ports.ts';

/** The outside world, whole. Tests compose the same product with fakes. */
export interface World {
  readonly about: About;
  readonly ask: Ask;
  readonly browser: Browser;
  readonly clipboard: Clipboard;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly fetch: Fetch;
  readonly files: LinkedFiles;
  readonly log: Log;
  readonly memory: Memory;
  /** As `memory`, for all workspaces of the person. */
  readonly personMemory: Memory;
  readonly problems: Problems;
  readonly progress: Progress;
  readonly proposals: Proposals;
  readonly samples: Samples;
  readonly secrets: Secrets;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  readonly terminals: Terminals;
  readonly workspace: Workspace;
}

/** Where the product's own things lie on this machine; absolute paths. */
export interface Place {
  /** The program that is the local provider. */
  readonly providerProgram: string;
  /** The folder that holds everything of this workspace's local provider. */
  readonly providerState: string;
  /** `sso.json`, for the provider to follow; undefined without a folder on a disk. */
  readonly declarationFile: string | undefined;
  /** Folder of the locks that all windows share. */
  readonly locks: string;
}

/** Everything a command may pick its needs from. */
export interface Parts extends World {
  readonly place: Place;
  readonly store: Store;
  readonly reader: WorkspaceReader;
  readonly sessions: Sessions;
  readonly localProvider: LocalProvider;
  readonly directoryOf: (environment: Environment) => Directory | undefined;
}

/** A part of which only these members are needed, so that a test can write it down. */
export type Of<Part extends keyof Parts, Member extends keyof Parts[Part]> = {
  readonly [Name in Part]: Pick<Parts[Name], Member>;
};
