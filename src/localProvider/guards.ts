import type { IncomingMessage } from 'node:http';
import type { Registrations } from './registrations.ts';

/** Why a request is turned away before anything looks at it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
}

interface Place {
  readonly host: string;
  readonly issuer: string;
  readonly registrations: Registrations;
}

type Guard = (req: IncomingMessage, place: Place) => Refusal | undefined;

const longestUrl = 8 * 1024;
const largestBody = 64 * 1024;

/** Documents that are the same for everyone, so every page may read them. */
const openDocuments: ReadonlySet<string> = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/jwks',
]);

/** What a page of a registered single-page application calls by script. */
const forPages: ReadonlySet<string> = new Set(['/token', '/me', '/token/revocation']);

const guards: readonly Guard[] = [hostGuard, urlGuard, bodyGuard, originGuard];

export function refusal(req: IncomingMessage, place: Place): Refusal | undefined {
  for (const guard of guards) {
    const refused = guard(req, place);
    if (refused) return refused;
  }
  return undefined;
}

export const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0] ?? '/';

export const isOpenDocument = (req: IncomingMessage): boolean => openDocuments.has(pathOf(req));

/** A name that a hostile server points at 127.0.0.1 must find nobody here (DNS rebinding). */
function hostGuard(req: IncomingMessage, { host }: Place): Refusal | undefined {
  const hosts = headerCount(req, 'host');
  if (hosts > 1) return { status: 400, code: 'invalid_host', sentence: 'The request names its host more than once.' };
  return req.headers.host === host
    ? undefined
    : { status: 421, code: 'invalid_host', sentence: 'This identity provider answers at its own address only.' };
}

function urlGuard(req: IncomingMessage): Refusal | undefined {
  const url = req.url ?? '';
  if (url.length > longestUrl) return { status: 414, code: 'url_too_long', sentence: 'The address is too long.' };
  if (!url.startsWith('/') || url.startsWith('//')) {
    return { status: 400, code: 'invalid_url', sentence: 'The address of the request is not a path.' };
  }
  return undefined;
}

/** The admin API bounds its own bodies. */
function bodyGuard(req: IncomingMessage): Refusal | undefined {
  if (pathOf(req).startsWith('/admin/') || req.method === 'GET' || req.method === 'HEAD') return undefined;
  if (req.headers['transfer-encoding'] !== undefined) {
    return { status: 411, code: 'length_required', sentence: 'The request does not say how long it is.' };
  }
  return Number(req.headers['content-length'] ?? '0') > largestBody
    ? { status: 413, code: 'too_large', sentence: 'The request is too large.' }
    : undefined;
}

/** Scripts of foreign pages get nothing, and are not told that they might. */
function originGuard(req: IncomingMessage, { issuer, registrations }: Place): Refusal | undefined {
  const { origin } = req.headers;
  if (origin === undefined || isOpenDocument(req)) return undefined;
  if (pathOf(req).startsWith('/admin')) return foreign;
  if (headerCount(req, 'origin') > 1) return foreign;
  if (origin === issuer) return undefined;
  // with a strict referrer policy browsers hide the origin of a page's own form, and say it in Sec-Fetch-Site only
  if (origin === 'null' && req.headers['sec-fetch-site'] === 'same-origin') return undefined;
  return forPages.has(pathOf(req)) && isRegisteredPage(origin, registrations) ? undefined : foreign;
}

const foreign: Refusal = {
  status: 403,
  code: 'foreign_origin',
  sentence: 'A page of another origin may not ask this identity provider.',
};

/** Origins of the single-page applications, which fetch their tokens by script. */
const isRegisteredPage = (origin: string, registrations: Registrations): boolean =>
  registrations
    .list()
    .some(
      ({ fields }) =>
        fields.type === 'spa' && fields.redirectUris?.some((uri) => URL.parse(uri)?.origin === origin) === true,
    );

/** For a form of ours that changes something: sent by our own page, by the browser's word. */
export const isFromOwnPage = (req: IncomingMessage, issuer: string): boolean =>
  req.headers.origin === issuer ||
  ((req.headers.origin === undefined || req.headers.origin === 'null') &&
    req.headers['sec-fetch-site'] === 'same-origin');

const headerCount = ({ rawHeaders }: IncomingMessage, name: string): number =>
  rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
