import type { Parts } from './parts.ts';

/** *SSO: Stop Local Provider*. Ends it for every window; its registrations and keys stay. */
export async function stopLocalProvider({ localProvider }: Pick<Parts, 'localProvider'>): Promise<void> {
  await localProvider.stop();
}
