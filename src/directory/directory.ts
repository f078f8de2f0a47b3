/**
 * The contract between the product and the admin side of an identity provider. What is here is shaped by what the
 * product asks; it must never know a vendor's name, compare, or plan.
 */
import type { ApplicationFields, DeclaredApplication, RegisteredApplication } from '../model/application.ts';
import type { UnknownReason } from '../model/syncStatus.ts';

/** What a provider answered for one application. `absent` is said only with the right to see it. */
export type Found =
  | { readonly kind: 'found'; readonly application: RegisteredApplication }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Differences between providers are data. The rest of the product never asks for a vendor's name. */
export interface Capabilities {
  /** The fields that the provider can hold and that are therefore compared. */
  readonly fields: ReadonlySet<keyof ApplicationFields>;
  /** False where registrations can only be read. */
  readonly writes: boolean;
}

/** What a provider says only once: the client id it chose, and a secret where the application has one. */
export interface Created {
  readonly clientId: string;
  readonly secret?: string;
}

/**
 * The admin side of an identity provider. Implementations translate and never decide: they compare nothing and plan nothing.
 * Failures arrive as `SsoError` with a `provider.*`, `session.expired`, `plan.outdated` or `operation.cancelled` code.
 */
export interface Directory {
  readonly capabilities: Capabilities;
  /**
   * One answer for every client id asked for, in any order of arrival: `unknown` where the provider is known not to run,
   * or where only this registration cannot be read. Fails where asking failed as a whole.
   */
  find(clientIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Found>>;
  create(application: DeclaredApplication, signal: AbortSignal): Promise<Created>;
  /**
   * Sets the given fields and leaves the others. Resolves to a secret where the change made the provider issue one.
   * Fails with `plan.outdated` when the registration is no longer at `expectedVersion`.
   */
  update(
    clientId: string,
    fields: ApplicationFields,
    expectedVersion: string,
    signal: AbortSignal,
  ): Promise<{ readonly secret?: string }>;
  /** Ends the old secret of a confidential application and says the new one, once. */
  renewSecret(clientId: string, signal: AbortSignal): Promise<string>;
}
