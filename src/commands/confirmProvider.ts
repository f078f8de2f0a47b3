import { oneLine } from '../base/foreignText.ts';
import { hasCode, SsoError } from '../base/ssoError.ts';
import type { Environment } from '../model/environment.ts';
import { foreignOrigins } from '../signIn/endpoints.ts';
import { parseIssuer } from '../signIn/issuer.ts';
import type { Metadata } from '../signIn/discover.ts';
import { discover } from '../signIn/onFirstUse.ts';
import type { Of, Parts } from './parts.ts';

export type ConfirmDeps = Pick<Parts, 'ask' | 'clock' | 'fetch' | 'log' | 'personMemory' | 'settings'> &
  Of<'reader', 'contacted'>;

export interface ConfirmedProvider {
  readonly metadata: Metadata;
  /** Beside the issuer's own. */
  readonly origins: readonly string[];
}

/**
 * Reads what the provider of an environment says about itself, once the person agreed to ask it: the issuer comes from a
 * file of the workspace. Every other origin that its metadata names is agreed to as well, and asked about again only when
 * one is new. Fails with `operation.cancelled` when the person does not agree, and as discovery fails.
 */
export async function confirmProvider(
  { ask, personMemory, reader, settings, ...edges }: ConfirmDeps,
  environment: Environment,
  signal: AbortSignal,
): Promise<ConfirmedProvider> {
  const allowHttpOnLoopback = settings.allowHttpOnLoopback();
  const issuer = parseIssuer(environment.issuer, allowHttpOnLoopback);
  const key = `confirmed:${issuer}`;
  const known = listIn(personMemory.get(key));
  if (!known) {
    const { origin } = new URL(issuer);
    const agreed = await ask.confirm(
      `Sign in at ${origin}?`,
      `sso.json names ${issuer} as the provider of the environment ${shortName(environment.name)}. Nothing is sent there before you agree. Agree only if you know this provider: what you type on its pages goes to ${origin}.`,
      'Continue',
    );
    if (!agreed) throw declined();
    await personMemory.set(key, JSON.stringify([]));
  }
  const metadata = await read(() => discover(issuer, { ...edges, allowHttpOnLoopback }, signal), issuer, reader);
  const origins = foreignOrigins(issuer, metadata);
  const others = origins.filter((each) => !known?.includes(each));
  if (others.length > 0) {
    const agreed = await ask.confirm(
      `${new URL(issuer).host} works together with ${others.join(', ')}. Go on?`,
      'The metadata of the provider names these addresses for its pages, tokens or keys. Some large providers use several; a provider that suddenly names another one deserves a question.',
      'Continue',
    );
    if (!agreed) throw declined();
    await personMemory.set(key, JSON.stringify(origins));
  }
  return { metadata, origins };
}

async function read(
  discovering: () => Promise<Metadata>,
  issuer: string,
  reader: ConfirmDeps['reader'],
): Promise<Metadata> {
  try {
    const metadata = await discovering();
    reader.contacted(issuer, { connection: { kind: 'reachable' }, metadata });
    return metadata;
  } catch (error) {
    if (hasCode(error, 'http.unreachable') || hasCode(error, 'http.timeout')) {
      reader.contacted(issuer, { connection: { kind: 'unreachable', cause: error.message } });
    }
    throw error;
  }
}

/** One line, so that nothing in a file can look like our own sentence. */
const shortName = (name: string): string => oneLine(name)?.slice(0, 60) ?? 'without a name';

/** A remembered list of texts; undefined where there is none. */
export function listIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  try {
    const origins: unknown = JSON.parse(text);
    return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : undefined;
  } catch {
    return undefined; // asked again
  }
}

export const declined = (): SsoError =>
  new SsoError('operation.cancelled', { message: 'The sign-in was cancelled. Nothing was sent to the provider.' });
