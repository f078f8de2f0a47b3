/** What the product is doing with one application, apart from how it compares. */
export type Operation =
  | { readonly kind: 'idle' }
  | { readonly kind: 'applying' }
  /** `reason` is a sentence for people. */
  | { readonly kind: 'failed'; readonly reason: string };
