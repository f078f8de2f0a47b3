import { visible } from '../base/visible.ts';
import type { Connection } from '../model/connection.ts';
import type { Contact } from '../model/contact.ts';
import { type Environment, isStartedHere } from '../model/environment.ts';
import type { EndedSession, SessionFacts } from '../model/session.ts';
import { capabilities, type Verdict } from '../providers/oidc/capabilities.ts';
import { sessionInUse, sessionsOf, type Snapshot } from '../state/snapshot.ts';
import { branch, heading, level } from './levels.ts';
import type { Row } from './row.ts';
import { connectionWords, expiryWords, flowWords, lasting } from './sessionWords.ts';
import { count } from './statusWords.ts';
import { span } from './timeWords.ts';

/** The environments, who is signed in to each and how, and what is known of its provider. */
export const providerRows = (snapshot: Snapshot, now: Date): readonly Row[] =>
  level(snapshot.environments, {
    parent: 'environments',
    name: ({ name }) => name,
    row: (environment) => environmentRow(snapshot, environment, now),
    summary: ({ length }) => count(length, 'environment'),
  });

function environmentRow(snapshot: Snapshot, environment: Environment, now: Date): Row {
  const isInUse = environment.name === snapshot.workspace.environment.name;
  const session = sessionInUse(snapshot, environment);
  const ended = session ? [] : sessionsOf(snapshot.ended, environment);
  const needsPerson = ended.length > 0 || (session !== undefined && lasting(session, now) === 'over');
  const who = needsPerson ? 'sign in again' : (session?.account.label ?? 'signed out');
  const label = visible(environment.name);
  const description = [...(isInUse ? ['in use'] : []), visible(who)].join(', ');
  const id = `environment:${environment.name}`;
  const row = {
    id,
    label,
    description,
    icon: needsPerson ? 'warning' : isStartedHere(environment) ? 'vm' : 'globe',
    ...(needsPerson && { colour: 'list.warningForeground' }),
    tooltip: visible(`${kinds[environment.provider]}: ${environment.issuer}`),
    spoken: `Environment ${label}, ${description}`,
    context: `environment${isInUse ? '.inUse' : ''}.${session ? 'signedIn' : 'signedOut'}`,
    subject: { kind: 'environment', environment: environment.name },
    open: isInUse,
  } as const;
  return branch(row, () => [
    ...sessionsOf(snapshot.sessions, environment).map((each) => sessionRow(id, each, each.id === session?.id, now)),
    ...ended.map((each) => endedRow(id, each, now)),
    ...providerParts(id, snapshot, environment),
  ]);
}

const kinds: Readonly<Record<Environment['provider'], string>> = {
  local: 'Local provider',
  keycloak: 'Keycloak',
  oidc: 'OpenID Connect provider',
};

function sessionRow(parent: string, session: SessionFacts, isInUse: boolean, now: Date): Row {
  const id = `${parent}/session:${session.id}`;
  const label = visible(session.account.label);
  const expiry = session.trouble ? 'not renewed' : expiryWords(session, now);
  const description = [...(isInUse ? ['in use'] : []), expiry].join(', ');
  const row = {
    id,
    label,
    description,
    icon: session.trouble ? 'debug-disconnect' : 'account',
    spoken: `Account ${label}, ${description}`,
    context: isInUse ? 'session.inUse' : 'session',
    subject: { kind: 'session', session: session.id },
  } as const;
  return branch(row, () => [
    ...(session.trouble
      ? [
          leaf(
            id,
            'Not renewed',
            `first failed ${span(session.trouble.since, now)}: ${session.trouble.reason}`,
            'warning',
          ),
        ]
      : []),
    leaf(id, 'Signed in', flowWords[session.flow], 'sign-in'),
    leaf(id, 'Access token', expiryWords(session, now), 'watch'),
    leaf(id, 'Scopes', session.scopes.join(' '), 'symbol-key', session.scopes.join(' ')),
    leaf(id, 'Client', session.clientId, 'window', session.clientId),
    ...(session.bound
      ? [leaf(id, 'Bound', 'works only together with a key that this extension holds (DPoP)', 'lock')]
      : []),
  ]);
}

function endedRow(parent: string, ended: EndedSession, now: Date): Row {
  const label = visible(ended.account.label);
  const description = `ended by the provider ${span(ended.endedAt, now)}`;
  return {
    id: `${parent}/ended:${ended.id}`,
    label,
    description,
    icon: 'warning',
    colour: 'list.warningForeground',
    spoken: `Account ${label}, ${description}: sign in again`,
    context: 'ended',
    subject: { kind: 'session', session: ended.id },
    children: [],
  };
}

function providerParts(id: string, snapshot: Snapshot, environment: Environment): readonly Row[] {
  const contact = snapshot.contacts.get(environment.issuer);
  const { signIn } = environment;
  return [
    leaf(id, 'Issuer', environment.issuer, 'link', environment.issuer),
    leaf(id, 'Connection', connectionWords(connectionOf(snapshot, environment, contact)), 'plug'),
    ...(signIn.clientId === undefined
      ? [leaf(id, 'Client', 'the provider registers the editor at the first sign-in', 'window')]
      : []),
    ...(contact?.metadata ? [capabilityRows(id, contact.metadata)] : []),
  ];
}

function connectionOf(snapshot: Snapshot, { name }: Environment, contact: Contact | undefined): Connection {
  return name === snapshot.workspace.environment.name
    ? snapshot.connection
    : (contact?.connection ?? { kind: 'unknown' });
}

const verdicts: Readonly<Record<Verdict, { readonly words: string; readonly icon: string }>> = {
  yes: { words: 'yes', icon: 'check' },
  no: { words: 'no', icon: 'close' },
  unsaid: { words: 'not said', icon: 'question' },
};

function capabilityRows(parent: string, metadata: Readonly<Record<string, unknown>>): Row {
  const rows = capabilities.map(({ id, title, verdict, matters, source }): Row => {
    const { words, icon } = verdicts[verdict(metadata)];
    const tooltip = words === 'yes' ? source : `${matters}\n${source}`;
    return {
      id: `${parent}/capability:${id}`,
      label: title,
      description: words,
      icon,
      tooltip,
      spoken: `${title}: ${words}`,
      context: 'capability',
      children: [],
    };
  });
  const has = rows.filter(({ description }) => description === 'yes').length;
  return heading(
    `${parent}/capabilities`,
    'Capabilities',
    'checklist',
    `${String(has)} of ${String(rows.length)}`,
    () => rows,
  );
}

/** `copies` makes the row one whose value can be copied. */
function leaf(parent: string, label: string, value: string, icon: string, copies?: string): Row {
  const description = visible(value);
  return {
    id: `${parent}/${label}`,
    label,
    description,
    icon,
    spoken: `${label}: ${description}`,
    context: copies === undefined ? 'fact' : 'value',
    ...(copies !== undefined && { subject: { kind: 'text', text: copies } }),
    children: [],
  };
}
