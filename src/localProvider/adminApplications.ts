import type { ServerResponse } from 'node:http';
import { isRecord } from '../base/foreign.ts';
import type { AdminDeps, AdminRequest, AdminRoute } from './adminRoute.ts';
import { answerJson } from './answer.ts';
import { builtInClientId, clientMetadata } from './clientMetadata.ts';
import { registrationProblem } from './registrationCheck.ts';
import { needsSecret, newSecret, type Registration } from './registrations.ts';
import { parseFields } from './registrationShape.ts';
import type { ApplicationFields } from '../model/application.ts';

const all = /^\/admin\/applications$/;
const one = /^\/admin\/applications\/(?<clientId>[^/]+)$/;
const secret = /^\/admin\/applications\/(?<clientId>[^/]+)\/secret$/;

/** Registrations by hand of the product or of a person. Secrets are shown once, when they are made. */
export const applicationRoutes: readonly AdminRoute[] = [
  {
    method: 'GET',
    pattern: all,
    handle: ({ registrations }, _request, res) => {
      answerJson(res, 200, { applications: registrations.list().map(shown) });
    },
  },
  { method: 'POST', pattern: all, handle: create },
  {
    method: 'GET',
    pattern: one,
    handle: withRegistration((registration, _deps, _request, res) => {
      answerJson(res, 200, shown(registration));
    }),
  },
  { method: 'PATCH', pattern: one, handle: withRegistration(atVersion(update)) },
  {
    method: 'DELETE',
    pattern: one,
    handle: withRegistration(
      atVersion(async ({ clientId }, { registrations }, _request, res) => {
        await registrations.remove(clientId);
        res.writeHead(204).end();
      }),
    ),
  },
  { method: 'POST', pattern: secret, handle: withRegistration(renewSecret) },
];

type OnRegistration = (
  registration: Registration,
  deps: AdminDeps,
  request: AdminRequest,
  res: ServerResponse,
) => void | Promise<void>;

async function create(deps: AdminDeps, { body }: AdminRequest, res: ServerResponse): Promise<void> {
  const { registrations } = deps;
  const clientId = isRecord(body) ? body['clientId'] : undefined;
  if (typeof clientId !== 'string' || !/^[\x20-\x7E]{1,200}$/.test(clientId)) {
    invalid(res, 'The client id must be a text of 1 to 200 printable ASCII characters (RFC 6749, A.1).');
    return;
  }
  if (clientId === builtInClientId || registrations.get(clientId)) {
    answerJson(res, 409, { code: 'exists', message: 'An application with this client id is registered already.' });
    return;
  }
  const parsed = parseFields(isRecord(body) ? (body['fields'] ?? {}) : {});
  if ('problem' in parsed) {
    invalid(res, parsed.problem);
    return;
  }
  const { fields } = parsed;
  const made = { fields, ours: true, ...(needsSecret(fields) && { secret: newSecret() }) };
  const problem = await problemOf(deps, { ...made, clientId, version: '' });
  if (problem !== undefined) {
    invalid(res, problem);
    return;
  }
  const { version } = await registrations.put(clientId, made);
  answerJson(res, 201, { clientId, version, ...(made.secret !== undefined && { secret: made.secret }) });
}

async function update(
  before: Registration,
  deps: AdminDeps,
  { body }: AdminRequest,
  res: ServerResponse,
): Promise<void> {
  const parsed = parseFields(isRecord(body) ? body['fields'] : undefined);
  if ('problem' in parsed) {
    invalid(res, parsed.problem);
    return;
  }
  const fields = without({ ...before.fields, ...parsed.fields }, parsed.removed);
  const made = needsSecret(fields) && before.secret === undefined ? newSecret() : undefined;
  const kept = needsSecret(fields) ? before.secret : undefined;
  const { clientId, ours, metadata } = before;
  const after = { fields, ours, ...(metadata && { metadata }), ...withSecret(made ?? kept) };
  // a grant of a role that went away stays until it is taken back; only what is sent now is checked against the roles
  const checked = parsed.fields.grants ? fields : without(fields, ['grants']);
  const problem = await problemOf(deps, { ...after, fields: checked, clientId, version: '' });
  if (problem !== undefined) {
    invalid(res, problem);
    return;
  }
  const { version } = await deps.registrations.put(clientId, after);
  answerJson(res, 200, { version, ...withSecret(made) });
}

async function renewSecret(before: Registration, deps: AdminDeps, _request: AdminRequest, res: ServerResponse) {
  if (before.secret === undefined) {
    answerJson(res, 409, { code: 'no_secret', message: 'This application does not authenticate with a secret.' });
    return;
  }
  const made = newSecret();
  const { clientId, fields, ours, metadata } = before;
  const after = { fields, ours, ...(metadata && { metadata }), secret: made };
  const { version } = await deps.registrations.put(clientId, after);
  answerJson(res, 200, { secret: made, version });
}

/** Ours first, because it has words for people; then whatever oidc-provider has against it. */
async function problemOf({ runtime }: AdminDeps, registration: Registration): Promise<string | undefined> {
  const problem = registrationProblem(registration.fields);
  if (problem !== undefined) return problem;
  const metadata = clientMetadata(registration.clientId, registration);
  return metadata && (await runtime.clientProblem(metadata));
}

function withRegistration(handle: OnRegistration): AdminRoute['handle'] {
  return (deps, request, res) => {
    const registration = deps.registrations.get(request.clientId);
    if (registration) return handle(registration, deps, request, res);
    answerJson(res, 404, { code: 'not_found', message: 'No application with this client id is registered.' });
  };
}

/** Nobody's work is overwritten: a change names the version it was made for (RFC 9110, 13.1.1). */
function atVersion(handle: OnRegistration): OnRegistration {
  return (registration, deps, request, res) => {
    if (request.ifMatch === registration.version) return handle(registration, deps, request, res);
    if (request.ifMatch === undefined) {
      answerJson(res, 428, { code: 'version_required', message: 'If-Match must name the version that was read.' });
    } else answerJson(res, 412, { code: 'outdated', message: 'The registration was changed since it was read.' });
  };
}

const shown = ({ clientId, fields, version, ours }: Registration) => ({ clientId, fields, version, ours });

const without = (fields: ApplicationFields, names: readonly string[]): ApplicationFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const withSecret = (value: string | undefined) => (value === undefined ? {} : { secret: value });

function invalid(res: ServerResponse, message: string): void {
  answerJson(res, 400, { code: 'invalid', message });
}
