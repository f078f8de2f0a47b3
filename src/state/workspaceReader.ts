import { parseDeclaration } from '../declaration/parse.ts';
import { environmentsOf, resolveWorkspace } from '../declaration/resolve.ts';
import type { Declaration } from '../declaration/shape.ts';
import type { Directory } from '../directory/directory.ts';
import type { Connection } from '../model/connection.ts';
import type { Contact } from '../model/contact.ts';
import type { Environment } from '../model/environment.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import type { Clock, Memory } from '../ports.ts';
import { readStandings, restate } from '../sync/readStandings.ts';
import type { Standing } from '../sync/plan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly memory: Memory;
  /** Undefined where this version cannot read the environment's provider. */
  readonly directoryOf: (environment: Environment) => Directory | undefined;
  readonly connectionOf: (environment: Environment) => Connection;
}

const environmentInUse = 'environmentInUse';
const accountIn = (environment: string): string => `accountInUse:${environment}`;

/** What is known before anything was read: no file, and the local environment that every workspace has. */
export function emptySnapshot(): Snapshot {
  const { declaration } = parseDeclaration('');
  const { environments, workspace } = resolve(declaration, undefined);
  return {
    file: { kind: 'absent' },
    environments,
    workspace,
    standings: [],
    connection: { kind: 'unknown' },
    lastRead: undefined,
    sessions: [],
    ended: [],
    accountsInUse: {},
    contacts: new Map(),
    signIn: { kind: 'idle' },
    operations: new Map(),
  };
}

/** Brings both sides into the snapshot: what `sso.json` declares, and what the provider has registered. */
export class WorkspaceReader {
  private readonly deps: Deps;
  /** Counts readings, so that an answer that arrives late never replaces a newer one. */
  private turn = 0;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Takes the text of `sso.json`, undefined when there is none. Differences show at once, against what was read last. */
  declare(text: string | undefined): void {
    const { store, memory } = this.deps;
    const { declaration, problems } = parseDeclaration(text ?? '');
    const { environments, workspace } = resolve(declaration, memory.get(environmentInUse));
    const sameProvider = workspace.environment.issuer === store.current.workspace.environment.issuer;
    if (!sameProvider) this.turn++;
    const known = sameProvider ? store.current.standings : [];
    store.update({
      file: text === undefined ? { kind: 'absent' } : { kind: 'read', text, declaration, problems },
      environments,
      workspace,
      accountsInUse: this.accountsIn(environments),
      connection: this.deps.connectionOf(workspace.environment),
      standings: restate(known, workspace.applications, this.deps.directoryOf(workspace.environment)?.capabilities),
      ...(sameProvider ? {} : { lastRead: undefined, operations: new Map(), ...forgetSignIn(store.current) }),
    });
  }

  async useEnvironment(name: string): Promise<void> {
    await this.deps.memory.set(environmentInUse, name);
    const { file } = this.deps.store.current;
    this.declare(file.kind === 'read' ? file.text : undefined);
  }

  /** Chooses among the accounts of an environment; the choice outlives a reload. */
  async useAccount(environment: string, account: string): Promise<void> {
    const { memory, store } = this.deps;
    await memory.set(accountIn(environment), account);
    store.update({ accountsInUse: this.accountsIn(store.current.environments) });
  }

  /** Takes what came of talking to a provider. */
  contacted(issuer: string, contact: Contact): void {
    const { store, connectionOf } = this.deps;
    store.update({ contacts: new Map(store.current.contacts).set(issuer, contact) });
    store.update({ connection: connectionOf(store.current.workspace.environment) });
  }

  private accountsIn(environments: readonly Environment[]): Readonly<Record<string, string>> {
    const chosen = environments.map(({ name }) => [name, this.deps.memory.get(accountIn(name))] as const);
    return Object.fromEntries(chosen.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** Takes what is known of the connection now, and reads again what it lets be read. */
  async connectionChanged(): Promise<void> {
    const { store, connectionOf } = this.deps;
    store.update({ connection: connectionOf(store.current.workspace.environment) });
    await this.refresh(new AbortController().signal);
  }

  /** Asks the provider for every declared application. Provider failures become unknown with their cause. */
  async refresh(signal: AbortSignal): Promise<void> {
    const { store, clock, directoryOf } = this.deps;
    const turn = ++this.turn;
    const { applications, environment } = store.current.workspace;
    const directory = directoryOf(environment);
    const standings = directory
      ? await readStandings(applications, directory, signal)
      : applications.map((declared): Standing => {
          const unknown = { kind: 'unknown', reason: 'unsupported' } as const;
          return { declared, found: unknown, status: unknown };
        });
    if (turn !== this.turn || signal.aborted) return;
    const wasRead = standings.some(({ found }) => found.kind !== 'unknown');
    store.update({
      standings: restate(standings, store.current.workspace.applications, directory?.capabilities),
      ...(wasRead ? { lastRead: clock.now() } : {}),
    });
  }
}

/** How signing in to one provider ended says nothing of another; one that still runs ends by itself. */
const forgetSignIn = ({ signIn }: Snapshot): Partial<Snapshot> =>
  signIn.kind === 'running' ? {} : { signIn: { kind: 'idle' } };

function resolve(
  declaration: Declaration,
  wanted: string | undefined,
): { readonly environments: readonly Environment[]; readonly workspace: DeclaredWorkspace } {
  const environments = environmentsOf(declaration);
  const chosen = environments.find(({ name }) => name === wanted) ?? environments[0];
  const workspace = chosen && resolveWorkspace(declaration, chosen.name);
  if (!workspace) throw new Error('every declaration has at least the local environment');
  return { environments, workspace };
}
