import type { Of, Parts } from './parts.ts';

export type RefreshDeps = Pick<Parts, 'workspace'> & Of<'localProvider', 'join'> & Of<'reader', 'refresh'>;

/** *SSO: Refresh*. Reads the registrations again, also at a provider that another window started meanwhile; starts and opens nothing. */
export async function refresh({ localProvider, reader, workspace }: RefreshDeps): Promise<void> {
  if (workspace.isTrusted()) await localProvider.join();
  await reader.refresh(new AbortController().signal);
}
