import { SsoError, hasCode, type ErrorCode } from '../base/ssoError.ts';
import type { Capabilities, Directory, Found } from '../directory/directory.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import { compare } from './compare.ts';
import type { Standing } from './plan.ts';

/**
 * Asks the provider for the declared applications, and for nothing else. What it could not answer becomes `unknown` with
 * the reason. Fails only with `operation.cancelled`, when the person cancelled, and with what is a defect of ours.
 */
export async function readStandings(
  applications: readonly DeclaredApplication[],
  directory: Directory,
  signal: AbortSignal,
): Promise<readonly Standing[]> {
  const found = await find(
    applications.map(({ clientId }) => clientId),
    directory,
    signal,
  );
  return standingsOf(applications, found, directory.capabilities);
}

/** How each application stands, given what was found by client id. */
export function standingsOf(
  applications: readonly DeclaredApplication[],
  found: ReadonlyMap<string, Found>,
  capabilities: Capabilities,
): readonly Standing[] {
  return applications.map((declared) => {
    const at = found.get(declared.clientId) ?? neverRead;
    return { declared, found: at, status: compare(declared, at, capabilities) };
  });
}

/**
 * Compares again with what was last found, for when only the declaration changed. What was never read says so, and so
 * does everything where nothing is known of what the provider can hold.
 */
export function restate(
  standings: readonly Standing[],
  applications: readonly DeclaredApplication[],
  capabilities: Capabilities | undefined,
): readonly Standing[] {
  const found = new Map(standings.map((known) => [known.declared.clientId, known.found]));
  if (!capabilities) return applications.map((declared) => unread(declared, found.get(declared.clientId)));
  return standingsOf(applications, found, capabilities);
}

const neverRead = { kind: 'unknown', reason: 'neverRead' } as const;

function unread(declared: DeclaredApplication, last: Found | undefined): Standing {
  const found = last?.kind === 'unknown' ? last : neverRead;
  return { declared, found, status: found };
}

async function find(
  clientIds: readonly string[],
  directory: Directory,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Found>> {
  if (clientIds.length === 0) return new Map();
  try {
    return await directory.find([...new Set(clientIds)], signal);
  } catch (thrown) {
    if (signal.aborted || hasCode(thrown, 'operation.cancelled')) {
      throw new SsoError('operation.cancelled', { message: 'Reading the registrations was cancelled.', cause: thrown });
    }
    const reason = reasonOf(thrown);
    return new Map(clientIds.map((clientId) => [clientId, { kind: 'unknown', reason }]));
  }
}

/** What a failure of asking lets be said. A code without a row is none that the contract allows: a defect. */
const reasons: Readonly<Partial<Record<ErrorCode, UnknownReason>>> = {
  'provider.answerInvalid': 'answerInvalid',
  'provider.denied': 'denied',
  'provider.refused': 'answerInvalid',
  'provider.unreachable': 'unreachable',
  'session.expired': 'expired',
};

function reasonOf(thrown: unknown): UnknownReason {
  const reason = thrown instanceof SsoError ? reasons[thrown.code] : undefined;
  if (reason === undefined) throw thrown;
  return reason;
}
