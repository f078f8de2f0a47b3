/** One text per set of scopes: order and repetition do not count, and the given list stays as it is. */
const scopeKey = (scopes: readonly string[]): string => [...new Set(scopes)].sort().join(' ');

export const sameScopes = (one: readonly string[], other: readonly string[]): boolean =>
  scopeKey(one) === scopeKey(other);
