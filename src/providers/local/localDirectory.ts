/**
 * The local provider as seen from the product: its admin API as a directory, and its process. Everything goes over HTTP
 * and the state folder; this room must never know how the provider works inside, nor compare or plan.
 */
import { SsoError } from '../../base/ssoError.ts';
import type { Capabilities, Directory, Found } from '../../directory/directory.ts';
import type { UnknownReason } from '../../model/syncStatus.ts';
import type { Fetch } from '../../ports.ts';
import { adminRequest, type AdminAccess, type AdminAnswer, type AdminRequest } from './adminRequest.ts';
import {
  createdAnswer,
  listAnswer,
  listedClientId,
  parseAnswer,
  registeredAnswer,
  secretAnswer,
  updatedAnswer,
} from './answers.ts';

const capabilities: Capabilities = {
  fields: new Set([
    'name',
    'type',
    'clientAuthentication',
    'redirectUris',
    'postLogoutRedirectUris',
    'roles',
    'grants',
    'audience',
    'scopes',
  ]),
  writes: true,
};

/** The registrations at the local provider. `access` says undefined while it does not run. */
export function localDirectory(access: () => AdminAccess | undefined, fetch: Fetch): Directory {
  const ask = async (request: AdminRequest, signal: AbortSignal): Promise<AdminAnswer> => {
    const running = access();
    if (!running) throw stopped();
    return adminRequest(running, fetch, request, signal);
  };

  return {
    capabilities,

    async find(clientIds, signal) {
      if (!access()) return new Map(clientIds.map((clientId) => [clientId, unknown('stopped')]));
      const registered = registrationsIn(await ask({ method: 'GET', path: applicationsPath }, signal));
      return new Map(clientIds.map((clientId) => [clientId, foundIn(registered, clientId)]));
    },

    async create({ clientId, fields }, signal) {
      const answer = await ask({ method: 'POST', path: applicationsPath, body: { clientId, fields } }, signal);
      const { secret, ...created } = parseAnswer(createdAnswer, bodyOf(answer));
      return { clientId: created.clientId, ...(secret !== undefined && { secret }) };
    },

    async update(clientId, fields, expectedVersion, signal) {
      const answer = await ask(
        { method: 'PATCH', path: pathOf(clientId), body: { fields }, version: expectedVersion },
        signal,
      );
      const { secret } = parseAnswer(updatedAnswer, bodyOf(answer));
      return secret === undefined ? {} : { secret };
    },

    async renewSecret(clientId, signal) {
      const answer = await ask({ method: 'POST', path: `${pathOf(clientId)}/secret` }, signal);
      return parseAnswer(secretAnswer, bodyOf(answer)).secret;
    },
  };
}

const applicationsPath = '/admin/applications';
const pathOf = (clientId: string): string => `${applicationsPath}/${encodeURIComponent(clientId)}`;
const unknown = (reason: UnknownReason): Found => ({ kind: 'unknown', reason });

/** By client id, as they came. One question for all of them: the provider is on this machine, and the list is small. */
function registrationsIn(answer: AdminAnswer): ReadonlyMap<string, unknown> {
  const { applications } = parseAnswer(listAnswer, answer.kind === 'answered' ? answer.body : undefined);
  return new Map(
    applications.flatMap((application): [string, unknown][] => {
      const known = listedClientId.safeParse(application);
      return known.success ? [[known.data.clientId, application]] : [];
    }),
  );
}

function foundIn(registered: ReadonlyMap<string, unknown>, clientId: string): Found {
  if (!registered.has(clientId)) return { kind: 'absent' };
  const application = registeredAnswer.safeParse(registered.get(clientId));
  return application.success ? { kind: 'found', application: application.data } : unknown('answerInvalid');
}

/** A write that meets no registration: somebody removed it since the plan was made. */
function bodyOf(answer: AdminAnswer): unknown {
  if (answer.kind === 'answered') return answer.body;
  throw new SsoError('plan.outdated', {
    message: 'The registration is no longer there.',
    hint: 'Look at the new plan and apply that.',
  });
}

function stopped(): SsoError {
  return new SsoError('provider.unreachable', {
    message: 'The local provider does not run.',
    hint: 'Start the local provider.',
  });
}
