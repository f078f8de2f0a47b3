/**
 * All that the product knows about this workspace at one moment, as one value. Views draw it and commands read it.
 * It holds facts about sessions and tokens, never a token.
 */
import type { Declaration } from '../declaration/shape.ts';
import type { Problem } from '../declaration/problem.ts';
import type { Connection } from '../model/connection.ts';
import type { Contact } from '../model/contact.ts';
import type { Environment } from '../model/environment.ts';
import type { Operation } from '../model/operation.ts';
import { countsIn, type EndedSession, type SessionFacts, type SessionPlace } from '../model/session.ts';
import type { DeclaredWorkspace } from '../model/workspace.ts';
import type { Standing } from '../sync/plan.ts';

/** `sso.json` as it was last read. */
export type DeclarationFile =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'read';
      readonly text: string;
      readonly declaration: Declaration;
      readonly problems: readonly Problem[];
    };

/** The developer's own sign-in, as far as it is not a session yet; `environment` is the name of the one it is for. */
export type SignInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly environment: string }
  | { readonly kind: 'failed'; readonly environment: string; readonly reason: string };

export interface Snapshot {
  readonly file: DeclarationFile;
  readonly environments: readonly Environment[];
  /** Resolved for the environment in use. */
  readonly workspace: DeclaredWorkspace;
  readonly standings: readonly Standing[];
  readonly connection: Connection;
  /** When the registrations were last read. */
  readonly lastRead: Date | undefined;
  /** Of every environment of this workspace. */
  readonly sessions: readonly SessionFacts[];
  /** Sessions that only the person can bring back, also of other environments. */
  readonly ended: readonly EndedSession[];
  /** The account that the person chose among several, by the name of the environment. */
  readonly accountsInUse: Readonly<Record<string, string>>;
  /** Providers that this window has talked to, by issuer. */
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly signIn: SignInState;
  /** By application key. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** The sessions of an environment, which count only for the issuer, client and audience that it has now. */
export const sessionsOf = <Session extends SessionFacts | EndedSession>(
  sessions: readonly Session[],
  environment: SessionPlace,
): readonly Session[] => sessions.filter((session) => countsIn(session, environment));

/** The session that counts for an environment: of the account that was chosen there, else the one made last. */
export function sessionInUse(
  { sessions, accountsInUse, workspace }: Pick<Snapshot, 'accountsInUse' | 'sessions' | 'workspace'>,
  environment: SessionPlace = workspace.environment,
): SessionFacts | undefined {
  const own = sessionsOf(sessions, environment);
  return own.findLast(({ account }) => account.id === accountsInUse[environment.name]) ?? own.at(-1);
}

/** What the provider of an environment ended, where nobody else is signed in there. */
export function endedInUse(
  snapshot: Pick<Snapshot, 'accountsInUse' | 'ended' | 'sessions' | 'workspace'>,
  environment: SessionPlace = snapshot.workspace.environment,
): EndedSession | undefined {
  return sessionInUse(snapshot, environment) ? undefined : sessionsOf(snapshot.ended, environment).at(-1);
}
