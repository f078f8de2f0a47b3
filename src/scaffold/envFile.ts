import { randomBytes } from 'node:crypto';
import { SsoError } from '../base/ssoError.ts';
import type { Files } from '../ports.ts';

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
  const line = `${key}=${quoted(key, value)}`;
  const lines = new RegExp(String.raw`^[ \t]*(?:export[ \t]+)?${key}[ \t]*=[ \t]*(.*)$`, 'gm');
  const last = [...text.matchAll(lines)].at(-1); // the last one counts
  if (last === undefined) return `${text}${text === '' || text.endsWith('\n') ? '' : newline}${line}${newline}`;
  const [found, written = ''] = last;
  const isEmpty = /^(?:''|""|``)?\s*(?:#.*)?$/.test(written);
  if (keep && !isEmpty) return text;
  const end = found.endsWith('\r') ? '\r' : '';
  return text.slice(0, last.index) + line + end + text.slice(last.index + found.length);
}

/** Written so that Node reads back the very value (`process.loadEnvFile`; double quotes would read `\n` as a new line). */
function quoted(key: string, value: string): string {
  if (/^[\w.:/@%+~-]+$/.test(value)) return value;
  const quote = ["'", '`', ...(value.includes('\\n') ? [] : ['"'])].find((mark) => !value.includes(mark));
  if (quote === undefined || /[\r\n\0]/.test(value)) {
    throw new SsoError('scaffold.unsafeValue', { message: `The value of ${key} cannot be written to an .env file.` });
  }
  return `${quote}${value}${quote}`;
}

/** True when a `.gitignore` of the folder, or of one above it, names `.env`. Asked before a secret is written there. */
export async function envIsIgnored(files: Files, folder: string): Promise<boolean> {
  const names = folder === '' ? [] : folder.split('/');
  for (let depth = names.length; depth >= 0; depth--) {
    const text = await files.read([...names.slice(0, depth), '.gitignore'].join('/'));
    if (text !== undefined && ignoresEnv(text)) return true;
  }
  return false;
}

/** Reads the plain forms; a pattern that it does not know counts as not ignoring. The last line that speaks of `.env` decides. */
export function ignoresEnv(gitignore: string): boolean {
  const lines = gitignore.split(/\r?\n/).map((line) => line.trim());
  const about = lines.filter((line) => /^!?(?:\/|\*\*\/)?(?:\.env\*?|\*\.env|\.e\*)$/.test(line));
  return about.length > 0 && about.at(-1)?.startsWith('!') === false;
}
