import type { endSession as nowEndSession } from './endSession.ts';
import type { refresh as nowRefresh } from './refresh.ts';
import type { revoke as nowRevoke } from './revoke.ts';
import type { discover as nowDiscover } from './discover.ts';
import type { signIn as nowSignIn } from './signIn.ts';

/** What this room offers, for those who are loaded with the editor: its libraries come when somebody signs in, renews or signs out. */
export const signIn: typeof nowSignIn = async (...values) => (await import('./signIn.ts')).signIn(...values);

export const refresh: typeof nowRefresh = async (...values) => (await import('./refresh.ts')).refresh(...values);

export const revoke: typeof nowRevoke = async (...values) => (await import('./revoke.ts')).revoke(...values);

export const discover: typeof nowDiscover = async (...values) => (await import('./discover.ts')).discover(...values);

export const endSession: typeof nowEndSession = async (...values) =>
  (await import('./endSession.ts')).endSession(...values);
