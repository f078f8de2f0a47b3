/** An error with its causes, outermost first; of several at once, such as those of all addresses of one host, the first. */
export function withCauses(thrown: unknown): readonly Error[] {
  if (!(thrown instanceof Error)) return [];
  const [first] = thrown instanceof AggregateError ? (thrown.errors as readonly unknown[]) : [];
  return [thrown, ...withCauses(first ?? thrown.cause)];
}
