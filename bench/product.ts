/** The doorway for benchmarks and outside test suites: thin calls into the product, nothing of its own. */
import { declaredFields, registeredFields, type ClientMetadata } from '../src/directory/clientMetadata.ts';
import type { Capabilities, Found } from '../src/directory/directory.ts';
import type { ApplicationFields, DeclaredApplication } from '../src/model/application.ts';
import { forgetMetadata } from '../src/signIn/discover.ts';
import type { SignInDeps } from '../src/signIn/request.ts';
import { signIn as productSignIn } from '../src/signIn/signIn.ts';
import { decodeToken } from '../src/tokens/decode.ts';
import { findTokens as find, type FoundToken } from '../src/tokens/find.ts';
import type { JsonObject } from '../src/tokens/strictJson.ts';
import { compare as compareApplication } from '../src/sync/compare.ts';
import { comparedFields } from '../src/sync/comparedFields.ts';
import { plan, type Standing } from '../src/sync/plan.ts';
import { restate } from '../src/sync/readStandings.ts';
import { applicationRows } from '../src/views/applicationRows.ts';
import type { Row } from '../src/views/row.ts';

export interface SignInCall {
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scope: string;
  /** Stands in for the browser. */
  readonly openUrl: (url: string) => unknown;
}

/** The product's own loopback sign-in. Calling it counts as the setting that allows http on loopback hosts. */
export async function signIn({ issuer, clientId, scope, openUrl }: SignInCall): Promise<{ id_token: string }> {
  const { idToken } = await productSignIn(
    { issuer, clientId, scopes: scope.split(' '), allowHttpOnLoopback: true },
    { browser: { open: async (url) => (await openUrl(url), true) }, clock, fetch, log, ...alone },
    new AbortController().signal,
  );
  return { id_token: idToken };
}

/** Forgets metadata and keys, so that the next sign-in is a cold one. */
export const reset = (): void => {
  forgetMetadata();
};

/** What a plan would do to make `registered` equal `declared`; `remove` lists what is registered and not declared. */
export function compare(
  declared: readonly ClientMetadata[],
  registered: readonly ClientMetadata[],
): Record<'create' | 'update' | 'remove', readonly ClientMetadata[]> {
  const known = new Map<string, Side>();
  for (const metadata of registered) known.set(metadata.client_id, { metadata, isDeclared: false });
  const changes: Record<'create' | 'update', ClientMetadata[]> = { create: [], update: [] };
  for (const metadata of declared) {
    const side = known.get(metadata.client_id);
    if (side) side.isDeclared = true;
    const [change] = plan([standingOf(metadata, side?.metadata)]); // one by one, so that little outlives its turn
    if (change) changes[change.kind].push(metadata);
  }
  const remove: ClientMetadata[] = [];
  for (const { metadata, isDeclared } of known.values()) if (!isDeclared) remove.push(metadata);
  return { ...changes, remove };
}

/** One registration while both sides are paired. */
interface Side {
  readonly metadata: ClientMetadata;
  isDeclared: boolean;
}

function standingOf(metadata: ClientMetadata, registered: ClientMetadata | undefined): Standing {
  const declared = applicationOf(metadata.client_id, declaredFields(metadata));
  const found: Found = registered ? foundOf(registered) : { kind: 'absent' };
  return { declared, found, status: compareApplication(declared, found, everything) };
}

/** The rows that the Applications view paints first for that many declared applications. */
export function rows(count: number): readonly Row[] {
  const applications = [...Array(count).keys()].map((index) =>
    applicationOf(`application-${String(index)}`, { name: `Application ${String(index)}` }),
  );
  return applicationRows({
    standings: restate([], applications, everything),
    environment: 'local',
    connection: { kind: 'unknown' },
    now: clock.now(),
    operations: new Map(),
  });
}

const everything: Capabilities = { fields: new Set(comparedFields.map(({ name }) => name)), writes: true };

const foundOf = (metadata: ClientMetadata): Found => ({
  kind: 'found',
  application: { clientId: metadata.client_id, fields: registeredFields(metadata), version: '', ours: true },
});

const nothing = { urls: [], roleDescriptions: {} };
const applicationOf = (clientId: string, fields: ApplicationFields): DeclaredApplication => ({
  key: clientId,
  clientId,
  urls: nothing.urls,
  roleDescriptions: nothing.roleDescriptions,
  fields,
});

/** What a JWT says, unverified. Throws for everything else, with the code of what is wrong. */
export function decode(token: string): { readonly header: JsonObject; readonly payload: JsonObject } {
  const decoded = decodeToken(token);
  if (decoded.kind === 'jwt') return { header: decoded.header, payload: decoded.claims };
  throw new Error('reason' in decoded ? decoded.reason : decoded.kind);
}

export const findTokens = (text: string): readonly FoundToken[] => find(text);

/** A desktop editor, nobody to ask, and a provider that knows the client. */
const alone: Pick<SignInDeps, 'clients' | 'person' | 'surroundings'> = {
  clients: {
    get: () => Promise.resolve(undefined),
    put: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  },
  person: {
    showCode: () => Promise.resolve(false),
    pastedAddress: () => Promise.resolve(undefined),
    step: () => undefined,
  },
  surroundings: {
    host: { runs: 'local', atLoopback: false, ui: 'desktop' },
    reachable: (url) => Promise.resolve(url),
    onDidOpen: () => ({ dispose: () => undefined }),
  },
};

const clock = {
  now: () => new Date(),
  after: (milliseconds: number, work: () => void) => {
    const timer = setTimeout(work, milliseconds).unref();
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

const log = { info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined };
