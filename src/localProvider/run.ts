import type { Server } from 'node:http';
import type { ClientMetadata, Provider } from 'oidc-provider';
import type { Disposable } from '../base/disposables.ts';
import { admin } from './admin.ts';
import { claimNames } from './claims.ts';
import type { ServeOptions } from './commandLine.ts';
import { followPeople } from './declarationFile.ts';
import { GrantStore } from './grantStore.ts';
import type { Identity } from './identity.ts';
import { interaction } from './interaction.ts';
import type { SigningKey } from './keys.ts';
import { Leases } from './leases.ts';
import { makeProvider } from './provider.ts';
import { Registrations } from './registrations.ts';
import { registrationPolicy } from './selfRegistration.ts';
import { guarded, type Handlers, type Listening } from './server.ts';
import type { StateFolder } from './stateFolder.ts';

interface World {
  readonly options: ServeOptions;
  readonly folder: StateFolder;
  readonly identity: Identity;
  readonly keys: readonly SigningKey[];
  readonly log: (line: string) => void;
}

/** Puts the provider behind a port that listens already, until nobody needs it or somebody stops it. */
export function run(world: World, { server, port, answerWith }: Listening, issuer: string): void {
  const { options, folder, identity, keys, log } = world;
  const registrations = new Registrations(folder);
  const grants = new GrantStore(folder, { now: Date.now, after });
  const people = followPeople(options.declaration, port);
  const stores = { registrations, grants };
  const { accessTokenTtl } = options;
  const provider = current(people, () => makeProvider(issuer, { identity, keys, people, stores, accessTokenTtl }, log));

  const stop = once(() => {
    log('Ending.');
    void end(server, folder, stores, log);
  });
  const leases = new Leases({ after, linger: options.linger, onAbandoned: stop });
  const runtime = {
    leases,
    stop,
    clientProblem: (metadata: ClientMetadata) => clientProblem(provider(), metadata),
    registrationToken: () => registrationToken(provider()),
  };
  const handlers = {
    admin: (req, res) => admin({ identity, issuer, people, registrations, runtime }, req, res),
    interaction: (req, res) => interaction({ provider: provider(), people, registrations }, req, res),
    protocol: (req, res) => provider().callback()(req, res),
  } satisfies Handlers;
  answerWith(guarded(issuer, registrations, handlers, log));
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.on('SIGHUP', () => {
    log('The terminal of the starter is gone.'); // not a reason to end: the leases say who needs us
  });
}

/**
 * The names of claims are fixed in an oidc-provider, those in the file are not: other names make a new one. It costs a few
 * milliseconds and loses nothing, since all that lasts lies in the stores.
 */
function current(people: ReturnType<typeof followPeople>, make: () => Provider): () => Provider {
  let names = claimNames(people()).join();
  let provider = make();
  return () => {
    const now = claimNames(people()).join();
    if (now !== names) {
      names = now;
      provider = make();
    }
    return provider;
  };
}

const registrationToken = ({ InitialAccessToken }: Provider): Promise<string> =>
  new InitialAccessToken({ policies: [registrationPolicy] }).save();

async function clientProblem(provider: Provider, metadata: ClientMetadata): Promise<string | undefined> {
  try {
    await provider.Client.validate(metadata);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return 'error_description' in error
      ? `The provider refuses it: ${String(error.error_description)}.`
      : error.message;
  }
}

async function end(
  server: Server,
  folder: StateFolder,
  { registrations, grants }: { registrations: Registrations; grants: GrantStore },
  log: (line: string) => void,
): Promise<void> {
  after(3000, () => process.exit(1)); // a connection or a disk that hangs must not keep it
  server.close();
  server.closeIdleConnections();
  try {
    await registrations.settled();
    await grants.settled();
    await folder.remove('running.json');
    log('Ended.');
  } finally {
    process.exit(0);
  }
}

function after(milliseconds: number, work: () => void): Disposable {
  const timer = setTimeout(work, milliseconds);
  return {
    dispose: () => {
      clearTimeout(timer);
    },
  };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
