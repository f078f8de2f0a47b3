import type { Parts } from './parts.ts';

/** *SSO: Refresh*. Reads the registrations again; starts nothing and opens nothing. */
export async function refresh({ reader }: Pick<Parts, 'reader'>): Promise<void> {
  await reader.refresh(new AbortController().signal);
}
