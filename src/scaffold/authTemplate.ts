import { authRoutes } from './authRoutes.ts';
import { authSupport } from './authSupport.ts';

/** What decides how the generated file reads. */
export interface AuthFileKind {
  readonly language: 'javascript' | 'typescript';
  readonly modules: 'import' | 'require';
  /** False where the application has sessions of its own, mounted before. */
  readonly ownSessions: boolean;
  /** Becomes part of the cookie's name, since cookies of one host are shared by all its ports. */
  readonly key: string;
}

/** By this word a file that was made here is known again. */
export const authFileMark = 'sso-toolkit:sign-in';

/**
 * The generated `auth.js`. One text for all kinds of project: what stands between « and » is for TypeScript only,
 * and what stands between ‹ and › only for applications without sessions of their own.
 */
export function authFile({ language, modules, ownSessions, key }: AuthFileKind): string {
  const chosen = (authRoutes + authSupport)
    .replace(/«([^»]*)»/g, language === 'typescript' ? '$1' : '')
    .replace(/‹([^›]*)›/g, ownSessions ? '$1' : '');
  const cookie = key.replace(/[^\w.-]/g, '-').slice(0, 60);
  const text = chosen.replaceAll('COOKIE', () => cookie);
  return language === 'javascript' && modules === 'require' ? asCommonJs(text) : text;
}

/** openid-client is an ES module: `require` would need Node 20.19, `import()` works everywhere. */
function asCommonJs(text: string): string {
  return `${text
    .replace(/^import \* as client from 'openid-client';$/m, '')
    .replace(
      /^import (.+) from '(.+)';$/gm,
      (_, names: string, module: string) => `const ${names} = require('${module}');`,
    )
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^export /gm, '')
    .replace('let discovered;', `let client; // openid-client is an ES module: loaded on first use\nlet discovered;`)
    .replace(/^(async function discover\(\) \{\n)/m, `$1  client ??= await import('openid-client');\n`)}
module.exports = { signIn, requireSignIn, requireRole };
`;
}
