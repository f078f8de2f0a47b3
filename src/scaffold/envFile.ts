import { randomBytes } from 'node:crypto';
import { SsoError } from '../base/ssoError.ts';

/** What the generated code reads from its environment. */
export interface EnvironmentValues {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Used only where the file has none yet: a new one would end every session. */
  readonly sessionSecret: string;
  /** Where the application runs, without a path: redirect URIs are made from it. */
  readonly baseUrl: string;
}

/** 256 random bits. */
export const newSessionSecret = (): string => randomBytes(32).toString('base64url');

/** The text of `.env` with our keys in it; every other line stays as it is. The result holds secrets: it is never shown nor logged. */
export function envFile(existing: string | undefined, values: EnvironmentValues): string {
  const entries: readonly (readonly [key: string, value: string | undefined, keep: boolean])[] = [
    ['SSO_ISSUER', values.issuer, false],
    ['SSO_CLIENT_ID', values.clientId, false],
    ['SSO_CLIENT_SECRET', values.clientSecret, false],
    ['SESSION_SECRET', values.sessionSecret, true],
    ['BASE_URL', values.baseUrl, false],
  ];
  return entries.reduce(
    (text, [key, value, keep]) => (value === undefined ? text : withEntry(text, key, value, keep)),
    existing ?? '',
  );
}

function withEntry(text: string, key: string, value: string, keep: boolean): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${key}=${written(key, value)}`;
  const lines = new RegExp(String.raw`^[ \t]*(?:export[ \t]+)?${key}[ \t]*=[ \t]*(.*)$`, 'gm');
  const last = [...text.matchAll(lines)].at(-1); // the last one counts
  if (last === undefined) return `${text}${text === '' || text.endsWith('\n') ? '' : newline}${line}${newline}`;
  const [found, now = ''] = last;
  const isEmpty = /^(?:''|""|``)?\s*(?:#.*)?$/.test(now);
  if (keep && !isEmpty) return text;
  const end = found.endsWith('\r') ? '\r' : '';
  return text.slice(0, last.index) + line + end + text.slice(last.index + found.length);
}

/**
 * Written so that Node (`process.loadEnvFile`) and a shell (`source .env`) read the very value, and nothing in it runs.
 * Only secrets may be other than plain: they are of the provider's making.
 */
function written(key: string, value: string): string {
  if (/^(?!~)(?:(?!:~)[\w.:/@%+~[\]-])+$/.test(value)) return value; // a shell reads ~ at the start and behind : as a home
  if (key.endsWith('_SECRET') && /^[^'\p{Cc}]+$/u.test(value)) return `'${value}'`;
  throw new SsoError('scaffold.unsafeValue', {
    message: `The value of ${key} cannot be written to an .env file: it holds characters that a shell would act on.`,
    hint: 'Use letters, digits and - . _ : / @ % + in it.',
  });
}
