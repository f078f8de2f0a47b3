import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, readBody } from './answer.ts';
import { pathOf } from './guards.ts';
import type { AdminDeps, AdminRequest } from './adminRoute.ts';
import { isNonce, proofOf } from './proof.ts';
import { routes } from './adminRoutes.ts';

const largestBody = 1024 * 1024;

/** The admin API: for whoever holds the secret of the state folder, never for a page. */
export async function admin(deps: AdminDeps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'GET' && pathOf(req) === '/admin/proof') {
    prove(deps, req, res);
    return;
  }
  if (!holdsSecret(req, deps.identity.secret)) {
    res.setHeader('www-authenticate', 'Bearer');
    answerJson(res, 401, { code: 'unauthorized', message: 'The admin API needs the secret of the state folder.' });
    return;
  }
  const path = pathOf(req);
  const route = routes.find(({ method, pattern }) => method === req.method && pattern.test(path));
  if (!route) {
    answerJson(res, 404, { code: 'not_found', message: 'The admin API has no such route.' });
    return;
  }
  const request = await requestOf(req, path, route.pattern);
  if ('problem' in request) {
    answerJson(res, request.status, { code: request.code, message: request.problem });
    return;
  }
  await route.handle(deps, request, res);
}

/** Who asks here wants to know whom it would give the secret to, so it need not have shown it yet. */
function prove({ identity, issuer }: AdminDeps, req: IncomingMessage, res: ServerResponse): void {
  const nonce = queryOf(req).get('nonce') ?? '';
  if (isNonce(nonce)) answerJson(res, 200, { proof: proofOf(identity.secret, nonce, portOf(issuer)) });
  else answerJson(res, 400, { code: 'invalid', message: 'The nonce must be 22 to 128 letters and digits.' });
}

async function requestOf(
  req: IncomingMessage,
  path: string,
  pattern: RegExp,
): Promise<AdminRequest | { readonly status: number; readonly code: string; readonly problem: string }> {
  const text = await readBody(req, largestBody);
  if (text === undefined) return { status: 413, code: 'too_large', problem: 'A request has 1 MB at most.' };
  const clientId = decoded(pattern.exec(path)?.groups?.['clientId'] ?? '');
  if (clientId === undefined)
    return { status: 400, code: 'invalid', problem: 'The client id in the path is not encoded.' };
  const common = {
    clientId,
    query: queryOf(req),
    ifMatch: req.headers['if-match']?.replace(/^"(.*)"$/, '$1'),
  };
  if (text === '') return { ...common, body: undefined };
  try {
    return { ...common, body: JSON.parse(text) };
  } catch {
    return { status: 400, code: 'invalid', problem: 'The body is not JSON.' };
  }
}

const queryOf = (req: IncomingMessage): URLSearchParams => new URLSearchParams((req.url ?? '').split('?')[1] ?? '');

const portOf = (issuer: string): number => Number(new URL(issuer).port || '80');

/** Compared by digest, so that neither content nor length shows in the time it takes. */
function holdsSecret(req: IncomingMessage, secret: string): boolean {
  const [scheme, given] = (req.headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
