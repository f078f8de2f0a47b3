export interface Difference {
  readonly field: string;
  readonly declared: string;
  readonly registered: string;
}

/** Why nothing can be said. Shown in words; never replaced by a guess. */
export type UnknownReason =
  'answerInvalid' | 'denied' | 'expired' | 'hidden' | 'neverRead' | 'stopped' | 'unreachable' | 'unsupported';

/** The verdict of a comparison. `missing` needs the positive right to see the application; otherwise it is `unknown`. */
export type SyncStatus =
  | { readonly kind: 'synced' }
  | { readonly kind: 'outOfSync'; readonly differences: readonly [Difference, ...Difference[]] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'extra' }
  | { readonly kind: 'unmanaged' }
  | { readonly kind: 'notLinked' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };
