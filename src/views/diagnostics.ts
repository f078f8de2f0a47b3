import { visible } from '../base/visible.ts';
import type { Host } from '../model/host.ts';
import type { Environment } from '../model/environment.ts';
import type { About } from '../ports.ts';
import { capabilities } from '../providers/oidc/capabilities.ts';
import { sessionsOf, type Snapshot } from '../state/snapshot.ts';
import { connectionWords, expiryWords } from './sessionWords.ts';

export interface Diagnosed {
  readonly about: About;
  readonly host: Host;
  readonly isTrusted: boolean;
  readonly settings: Readonly<Record<string, string | number | boolean | readonly number[]>>;
  readonly snapshot: Snapshot;
  readonly now: Date;
}

/** Plain lines for somebody who helps: versions, place, settings, environments. No label of an account, no token, no secret. */
export function diagnostics({ about, host, isTrusted, settings, snapshot, now }: Diagnosed): string {
  const { signIn, file } = snapshot;
  const lines = [
    `SSO Toolkit ${about.version}`,
    `Editor: ${about.editor}, ${host.ui}`,
    `System: ${about.system}`,
    `Extensions run: ${host.runs}${host.atLoopback ? ', editor opened at a loopback address' : ''}`,
    `Addresses of the editor: ${host.ownAddress ?? 'cannot be opened here'}`,
    `Workspace: ${isTrusted ? 'trusted' : 'not trusted'}, sso.json ${file.kind === 'read' ? `read, ${String(file.problems.length)} problems` : 'absent'}`,
    `Sign-in: ${signIn.kind}`,
    `Settings: ${Object.entries(settings)
      .map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value.join(' ')}]` : String(value)}`)
      .join(', ')}`,
    ...snapshot.environments.flatMap((environment) => environmentLines(snapshot, environment, now)),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function environmentLines(snapshot: Snapshot, environment: Environment, now: Date): readonly string[] {
  const isInUse = environment.name === snapshot.workspace.environment.name;
  const contact = snapshot.contacts.get(environment.issuer);
  const { signIn } = environment;
  const connection = isInUse ? snapshot.connection : contact?.connection;
  return [
    '',
    `Environment ${environment.name}${isInUse ? ' (in use)' : ''}: ${environment.provider}, ${environment.issuer}`,
    `  Client: ${signIn.clientId ?? 'none; the provider registers the editor'}; scopes: ${signIn.scopes.join(' ')}; flow: ${signIn.flow ?? 'not named'}`,
    `  Redirect URIs: ${signIn.redirectUris.length === 0 ? 'loopback, any port' : signIn.redirectUris.join(' ')}`,
    `  Further parameters: ${Object.keys(signIn.parameters).join(' ') || 'none'}`,
    `  Connection: ${connection ? connectionWords(connection) : 'not asked yet'}`,
    ...sessionsOf(snapshot.sessions, environment).map(
      (session) =>
        `  Session: ${session.flow}, access token ${expiryWords(session, now)}${session.bound ? ', bound to a key' : ''}${session.trouble ? `, not renewed: ${session.trouble.reason}` : ''}`,
    ),
    ...sessionsOf(snapshot.ended, environment).map(
      ({ endedAt }) => `  Session ended by the provider: ${endedAt.toISOString()}`,
    ),
    ...(contact?.metadata ? [`  Metadata: ${summary(contact.metadata)}`] : []),
  ];
}

const summary = (metadata: Readonly<Record<string, unknown>>): string =>
  capabilities.map(({ id, verdict }) => `${id}=${verdict(metadata)}`).join(', ');
