/** Somebody whom the local provider can sign in. */
export interface Person {
  /** Key in `sso.json`, and `sub` in tokens. */
  readonly key: string;
  readonly name: string;
  readonly email?: string;
  /** Further claims of the person's tokens, as declared. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** People managed together. The path in the name is the place in the tree: `sales/leads` lies below `sales`. */
export interface Group {
  readonly key: string;
  readonly members: readonly string[];
  /** Role names by application key. */
  readonly grants: Readonly<Record<string, readonly string[]>>;
}
