import { isStartedHere } from '../model/environment.ts';
import type { Choice } from '../ports.ts';
import { sessionInUse, type Snapshot } from '../state/snapshot.ts';
import { plan } from '../sync/plan.ts';

/** Actions by the name of their command; `commands/` knows the ids. */
export type MenuAction =
  | 'addSignIn'
  | 'apply'
  | 'copyDiagnostics'
  | 'declare'
  | 'decodeToken'
  | 'inspectProvider'
  | 'openDeclaration'
  | 'openProviderConsole'
  | 'refresh'
  | 'showLog'
  | 'signIn'
  | 'signInAs'
  | 'signOut'
  | 'signOutAtProvider'
  | 'startLocalProvider'
  | 'stopLocalProvider'
  | 'switchAccount'
  | 'useEnvironment';

/** The actions that make sense now, the likeliest first. They are called what `package.json` calls them. */
export function menu(snapshot: Snapshot): readonly Choice<MenuAction>[] {
  const session = sessionInUse(snapshot);
  const { environments, workspace, file, connection, standings } = snapshot;
  const waiting = plan(standings).length;
  const isLocal = isStartedHere(workspace.environment);
  const runs = connection.kind === 'reachable';
  const entries: readonly (Choice<MenuAction> | false)[] = [
    file.kind === 'absent' && entry('declare', 'Declare Applications', 'new-file', 'writes sso.json'),
    !session && entry('signIn', 'Sign In', 'sign-in', workspace.environment.name),
    workspace.people.length > 0 && entry('signInAs', 'Sign In As…', 'account'),
    session !== undefined && entry('switchAccount', 'Switch Account…', 'organization', session.account.label),
    session !== undefined && entry('signOut', 'Sign Out', 'sign-out', session.account.label),
    session !== undefined && entry('signOutAtProvider', 'Sign Out Also at the Provider', 'sign-out', session.issuer),
    waiting > 0 && entry('apply', 'Apply', 'cloud-upload', `${String(waiting)} to apply`),
    file.kind === 'read' && entry('refresh', 'Refresh', 'refresh'),
    isLocal && !runs && entry('startLocalProvider', 'Start Local Provider', 'debug-start'),
    isLocal && runs && entry('stopLocalProvider', 'Stop Local Provider', 'debug-stop'),
    isLocal && runs && entry('openProviderConsole', 'Open Console of Local Provider', 'terminal'),
    environments.length > 1 && entry('useEnvironment', 'Use Environment…', 'server-environment'),
    entry('decodeToken', 'Decode Token', 'key'),
    entry('inspectProvider', 'Inspect Provider', 'search'),
    file.kind === 'read' && entry('addSignIn', 'Add Sign-In to This Application', 'wand'),
    file.kind === 'read' && entry('openDeclaration', 'Open Declaration', 'go-to-file'),
    entry('copyDiagnostics', 'Copy Diagnostics', 'clippy'),
    entry('showLog', 'Show Log', 'output'),
  ];
  return entries.filter((choice) => choice !== false);
}

const entry = (value: MenuAction, label: string, icon: string, description?: string): Choice<MenuAction> => ({
  label,
  icon,
  value,
  ...(description === undefined ? {} : { description }),
});
