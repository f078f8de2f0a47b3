/**
 * Builds the product from the outside world and never sees the editor. Tests compose the same product with fakes at the
 * edges only.
 */
import { randomUUID } from 'node:crypto';
import { Disposables, type Disposable } from './base/disposables.ts';
import type { CommandName } from './commands/names.ts';
import type { Parts, Place, World } from './commands/parts.ts';
import { inPlainWords } from './commands/plainWords.ts';
import { signIn as signInCommand } from './commands/signIn.ts';
import { runCommand } from './commands/table.ts';
import { type Environment, isStartedHere } from './model/environment.ts';
import type { Connection } from './model/connection.ts';
import type { SessionFacts } from './model/session.ts';
import { LocalProvider, type LocalProviderStatus } from './providers/local/localProvider.ts';
import { signInFor } from './sessions/authentication.ts';
import { Sessions } from './sessions/sessions.ts';
import { fileLock } from './sessions/fileLock.ts';
import { signIn } from './signIn/onFirstUse.ts';
import { sessionInUse } from './state/snapshot.ts';
import { Store } from './state/store.ts';
import { emptySnapshot, WorkspaceReader } from './state/workspaceReader.ts';
import { errorLine } from './views/errorText.ts';

export interface Product extends Disposable {
  readonly store: Store;
  readonly reader: WorkspaceReader;
  readonly sessions: Sessions;
  run(command: CommandName, argument?: unknown): Promise<void>;
  /** Signs in for whoever asked through the editor: with just these scopes, so that the session is found again by them. */
  signIn(
    scopes: readonly string[],
    account: { readonly id: string; readonly label: string } | undefined,
  ): Promise<SessionFacts>;
  /** In whatever environment is in use. */
  isLocalProviderRunning(): boolean;
  /** For work that nobody waits for: a failure is logged, and nothing pops up out of the background. */
  inBackground(work: Promise<void>): void;
  /** Finds again what a reload left behind: sessions, and a local provider that still runs. Opens and starts nothing. */
  resume(): Promise<void>;
}

export function compose(world: World, place: Place): Product {
  const { clock, fetch, log, memory, problems, secrets } = world;
  const owned = new Disposables();
  const store = new Store(emptySnapshot());
  const localProvider = owned.add(
    new LocalProvider({
      stateFolder: place.providerState,
      program: place.providerProgram,
      clock,
      log,
      fetch,
      windowId: randomUUID(),
      declarationFile: place.declarationFile,
    }),
  );
  const directoryOf = ({ provider, issuer }: Environment) =>
    provider === 'local' ? localProvider.directoryAt(issuer) : undefined;
  const connectionOf = (environment: Environment) =>
    isStartedHere(environment)
      ? localConnection(localProvider.status, environment)
      : (store.current.contacts.get(environment.issuer)?.connection ?? notAsked);
  const reader = new WorkspaceReader({ store, clock, memory, directoryOf, connectionOf });
  /** For work that nobody waits for: a failure is a defect, and is logged as one. */
  const settle = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      log.error(errorLine(error));
    });
  };
  const sessions = owned.add(
    new Sessions({
      secrets,
      clock,
      log,
      fetch,
      surroundings: world.surroundings,
      lock: fileLock({ folder: place.locks, log }),
      signIn,
      local: { own: () => localProvider.ownInstance(), proven: () => localProvider.provenInstance },
      report: (problem) => {
        problems.show(problem);
      },
    }),
  );
  const parts: Parts = inPlainWords({ ...world, place, store, reader, sessions, localProvider, directoryOf });

  owned.add(
    localProvider.onDidChange(() => {
      for (const environment of store.current.environments.filter(isStartedHere)) {
        reader.contacted(environment.issuer, { connection: localConnection(localProvider.status, environment) });
      }
      settle(reader.connectionChanged());
    }),
  );
  const readSessions = async () => {
    const [listed, ended] = await Promise.all([sessions.list(), sessions.ended()]);
    store.update({ sessions: listed, ended });
  };
  owned.add(
    sessions.onDidChange(({ added }) => {
      const { signIn: state } = store.current;
      // also when another window signed in
      const isSettled = state.kind !== 'running' && sessionInUse({ ...store.current, sessions: added }) !== undefined;
      if (isSettled) store.update({ signIn: { kind: 'idle' } });
      settle(readSessions());
    }),
  );
  owned.add(
    sessions.onDidChangeStanding(() => {
      settle(readSessions());
    }),
  );

  return {
    store,
    reader,
    sessions,
    run: (command, argument) => runCommand(parts, command, argument),
    signIn: (scopes, account) =>
      signInCommand(parts, {
        ...signInFor(scopes, account, store.current.sessions, world.settings.selectAccount()),
        ...(account && { accountId: account.id }),
      }),
    isLocalProviderRunning: () => localProvider.status.kind === 'running',
    inBackground: settle,
    async resume() {
      await readSessions();
      if (world.workspace.isTrusted()) await localProvider.join();
      await reader.connectionChanged();
    },
    dispose: () => {
      owned.dispose();
    },
  };
}

const notAsked: Connection = { kind: 'unknown' };

/** A provider at another address than the environment says is not the environment's provider. */
function localConnection(status: LocalProviderStatus, { issuer }: Environment): Connection {
  switch (status.kind) {
    case 'running':
      return { kind: status.issuer === issuer ? 'reachable' : 'stopped' };
    case 'failed':
      return { kind: 'unreachable', cause: status.message };
    default:
      return { kind: status.kind };
  }
}
