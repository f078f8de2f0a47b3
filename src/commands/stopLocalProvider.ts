import type { Of } from './parts.ts';

/** *SSO: Stop Local Provider*. Ends it for every window; its registrations and keys stay. */
export async function stopLocalProvider({ localProvider }: Of<'localProvider', 'stop'>): Promise<void> {
  await localProvider.stop();
}
