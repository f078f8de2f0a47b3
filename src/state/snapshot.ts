/**
 * All that the product knows about this workspace at one moment, as one value. Views draw it and commands read it.
 * It holds facts about sessions and tokens, never a token.
 */
import type { Declaration } from '../declaration/shape.ts';
import type { Problem } from '../declaration/problem.ts';
import type { Connection } from '../model/connection.ts';
import type { Environment } from '../model/environment.ts';
import type { Operation } from '../model/operation.ts';
import type { SessionFacts } from '../model/session.ts';
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

/** The developer's own sign-in to the environment in use, as far as it is not a session yet. */
export type SignInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  /** The provider ended the session; only the person can go on. */
  | { readonly kind: 'needed'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

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
  readonly signIn: SignInState;
  /** By application key. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** The session that counts for the environment in use: the one made last. */
export function sessionInUse(snapshot: Snapshot): SessionFacts | undefined {
  const { name, issuer } = snapshot.workspace.environment;
  return snapshot.sessions.findLast((session) => session.environment === name && session.issuer === issuer);
}
