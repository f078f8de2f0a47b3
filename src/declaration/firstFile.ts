import type { FoundApplication, FoundProject } from './discoverProject.ts';
import { defaultClientId } from './resolve.ts';

/**
 * The text of a first `sso.json`: a local environment, the applications that were found, and three people worth trying.
 * What was not found and nobody answered has a value that can be seen at once: "My application" on port 3000.
 */
export function firstDeclaration(found: FoundProject): string {
  const applications = found.applications.length > 0 ? found.applications : [{ folder: '' }];
  const settled = applications.map((application, index) => settle(found, application, index));
  const keys = uniqueKeys(settled.map(({ name }) => keyOf(name)));
  const named = settled.map((application, index) => ({ ...application, key: keys[index] ?? 'application' }));
  return `// Which applications this workspace has, who may do what in them, and where they are registered.
// Every key explains itself when the pointer rests on it. Secrets never stand here.
{
  // Where people sign in. "local" is the provider built into SSO Toolkit: no account and no container needed.
  "environments": {
    "local": { "provider": "local", "port": 9400 }
  },

  // What you build. Redirect URIs are "urls" x "redirectPaths".
  "applications": {
${named.map(applicationText).join(',\n')}
  },

  // People managed together. "staff/leads" lies below "staff": its members have the roles of both.
  "groups": {
    "staff": {
      "members": ["alice"],
      "grants": { ${grantsText(named, 'clerk')} }
    },
    "staff/leads": {
      "members": ["bob"],
      "grants": { ${grantsText(named, 'manager')} }
    }
  },

  // Sample people of the local provider. They sign in with one click and no password.
  "people": {
    "alice": { "name": "Alice Adams", "email": "alice@example.com" }, // a clerk
    "bob": { "name": "Bob Brown", "email": "bob@example.com" }, // a manager, through the nested group
    "carol": { "name": "Carol Clark", "email": "carol@example.com" } // in no group: may sign in, may do nothing
  }
}
`;
}

interface Settled {
  readonly key: string;
  readonly name: string;
  readonly port: number;
  readonly guessed: boolean;
}

/** What the person answered stands at the top of `found` and is meant for the first application. */
function settle(found: FoundProject, application: FoundApplication, index: number): Omit<Settled, 'key'> {
  const answered: Pick<FoundProject, 'name' | 'port'> = index === 0 ? found : {};
  const port = application.port ?? answered.port;
  return {
    name: (application.name ?? answered.name ?? 'My application').replace(/^@[^/]*\//, ''),
    port: port ?? 3000 + index,
    guessed: port === undefined,
  };
}

const applicationText = ({ key, name, port, guessed }: Settled): string => `    ${JSON.stringify(key)}: {
      "name": ${JSON.stringify(name)},
      "type": "web",
      "urls": { "local": "http://localhost:${String(port)}" },${guessed ? ' // the port was not found: correct it' : ''}
      "redirectPaths": ["/auth/callback"],
      "postLogoutPaths": ["/"],
      "clientAuthentication": "secret", // the kind; the value is made by the provider and never stands here
      "roles": {
        "manager": "May change everything",
        "clerk": "May do the daily work"
      }
    }`;

const grantsText = (applications: readonly Settled[], role: string): string =>
  applications.map(({ key }) => `${JSON.stringify(key)}: [${JSON.stringify(role)}]`).join(', ');

/** A name as a key, which is also the client id: `@acme/Web Shop` becomes `web-shop`. */
function keyOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const key = last
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return key === '' || key in Object.prototype || key === defaultClientId ? 'application' : key;
}

function uniqueKeys(keys: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return keys.map((key) => {
    let free = key;
    for (let count = 2; taken.has(free); count++) free = `${key}-${String(count)}`;
    taken.add(free);
    return free;
  });
}
