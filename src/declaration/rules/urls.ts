import { isLoopbackHost } from '../../base/loopback.ts';
import type { Finding, Path } from '../problem.ts';
import { replaceBy, withoutUserinfo } from '../remedies.ts';
import type { Rule } from './rule.ts';
import { applicationsSaid, error, warning } from './walk.ts';

/** Where an application runs, and where it is returned to. */
export const urls: Rule = function* ({ file }) {
  for (const { path, fields } of applicationsSaid(file)) {
    for (const [environment, oneOrMany] of Object.entries(fields.urls ?? {})) {
      const place = [...path, 'urls', environment];
      if (typeof oneOrMany === 'string') yield* applicationUrl(oneOrMany, place);
      else yield* each(oneOrMany, place, applicationUrl);
    }
    yield* each(fields.redirectUris, [...path, 'redirectUris'], redirectUri);
    yield* each(fields.redirectPaths, [...path, 'redirectPaths'], redirectPath);
    yield* each(fields.postLogoutPaths, [...path, 'postLogoutPaths'], anyPath);
  }
};

type Check = (text: string, path: Path) => Iterable<Finding>;

function* each(texts: readonly string[] | undefined, path: Path, check: Check): Iterable<Finding> {
  for (const [index, text] of (texts ?? []).entries()) yield* check(text, [...path, index]);
}

const applicationUrl: Check = function* (text, path) {
  const url = parsed(text);
  if (!url || !isHttp(url) || /[?#]/.test(text)) {
    const meant = /[?#]/.test(text) ? text.replace(/[?#].*$/s, '') : `https://${text}`;
    yield invalid(path, 'An application runs at an absolute URL, as in "http://localhost:3000".', withScheme(meant));
    return;
  }
  yield* userinfo(url, text, path);
  yield* wildcard(text, path);
  yield* insecure(url, text, path);
};

/** Schemes that run or read something in place of returning to an application. */
const dangerous = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'];

export const runsOrReads = ({ protocol }: URL): boolean => dangerous.includes(protocol);

const redirectUri: Check = function* (text, path) {
  const url = parsed(text);
  if (!url || runsOrReads(url)) {
    yield invalid(path, 'A redirect URI is an absolute URI, as in "http://localhost:3000/auth/callback".');
    return;
  }
  yield* userinfo(url, text, path);
  yield* fragment(text, path);
  yield* wildcard(text, path);
  yield* insecure(url, text, path);
};

const redirectPath: Check = function* (text, path) {
  yield* anyPath(text, path);
  if (isPath(text)) yield* fragment(text, path);
};

const anyPath: Check = function* (text, path) {
  if (isPath(text)) {
    yield* wildcard(text, path);
    return;
  }
  const url = URL.parse(text);
  const meant = url && isHttp(url) ? url.pathname + url.search : `/${text.trim().replace(/^\/+/, '')}`;
  yield error({
    code: 'path.invalid',
    message: 'A path begins with one slash and is joined with each of the URLs, as in "/auth/callback".',
    path,
    on: 'value',
    ...(isPath(meant) && { remedy: () => replaceBy(meant) }),
  });
};

/** `//host` would be another host, and blanks are never part of a path. */
const isPath = (text: string): boolean => /^\/(?!\/)[^\s\\]*$/.test(text);

const isHttp = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

/** A wildcard may stand for a port too, where a URL would not take one. */
const parsed = (text: string): URL | null => (/\s/.test(text) ? null : URL.parse(text.replaceAll(':*', ':1')));

function withScheme(meant: string): string | undefined {
  const url = parsed(meant);
  if (!url || !isHttp(url) || url.hostname === '') return undefined;
  return isLoopbackHost(url.hostname) ? meant.replace(/^https:/, 'http:') : meant;
}

const invalid = (path: Path, message: string, meant?: string): Finding =>
  error({
    code: 'url.invalid',
    message,
    path,
    on: 'value',
    ...(meant !== undefined && { remedy: () => replaceBy(meant) }),
  });

function* fragment(text: string, path: Path): Iterable<Finding> {
  if (!text.includes('#')) return;
  yield error({
    code: 'url.fragment',
    message: 'A redirect URI has no fragment (RFC 6749, 3.1.2), so providers refuse this one.',
    path,
    on: 'value',
    remedy: () => replaceBy(text.replace(/#.*$/s, '')),
  });
}

function* userinfo({ username, password }: URL, text: string, path: Path): Iterable<Finding> {
  if (username === '' && password === '') return;
  yield error({
    code: 'url.userinfo',
    message: 'A URL here names no user and no password: sso.json is no place for them, and providers refuse it.',
    path,
    on: 'value',
    remedy: () => withoutUserinfo(text),
  });
}

function* wildcard(text: string, path: Path): Iterable<Finding> {
  if (!text.includes('*')) return;
  yield warning({
    code: 'url.wildcard',
    message: 'Providers should compare URLs as they stand (RFC 9700, 2.1). A wildcard lets other pages receive codes.',
    path,
    on: 'value',
  });
}

function* insecure({ protocol, hostname }: URL, text: string, path: Path): Iterable<Finding> {
  if (protocol !== 'http:' || isLoopbackHost(hostname)) return;
  yield warning({
    code: 'url.insecure',
    message: 'Codes and tokens travel unprotected to this host. Plain http is for this machine only.',
    path,
    on: 'value',
    remedy: () => replaceBy(text.replace(/^http:/i, 'https:')),
  });
}
