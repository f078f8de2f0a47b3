/** Whether an environment's provider can be asked, apart from what it answers. */
export type Connection =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'reachable' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'unreachable'; readonly cause: string };
