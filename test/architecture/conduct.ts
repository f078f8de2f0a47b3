/** Rules 3, 4, 6, 7 and 8 of the architecture: what a room may say, as a table of words that must not stand in it. */
import { room } from './rooms.ts';
import type { SourceFile } from './sourceFiles.ts';

interface Ban {
  readonly rule: 3 | 4 | 6 | 7 | 8;
  /** Rooms, or single files, in which the words must not stand. */
  readonly inside: readonly string[];
  readonly except?: readonly string[];
  readonly words: RegExp;
}

const deciding = ['access', 'directory', 'model', 'state', 'sync', 'tokens', 'views', 'declaration', 'commands'];

export const bans: readonly Ban[] = [
  // the outside world comes through ports
  { rule: 3, inside: deciding, words: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(/ },
  {
    rule: 3,
    inside: [...deciding, 'scaffold'],
    except: ['src/scaffold/authRoutes.ts'], // the text of an application's own code
    words: /from 'node:(?:fs|net|https?|child_process|os|dgram|tls)\b/,
  },
  // vendors differ by data
  {
    rule: 4,
    inside: ['access', 'commands', 'state', 'sync', 'views'],
    words: /'(?:local|keycloak|oidc|mendix|entra|okta|auth0|google)'/,
  },
  // tokens leave the sessions for one call
  { rule: 6, inside: ['model', 'state', 'views', 'sync', 'access'], words: /\b(?:access|refresh|id)Token\b/ },
  {
    rule: 6,
    inside: ['commands'],
    except: ['src/commands/decodeToken.ts'],
    words: /\b(?:access|refresh|id)Token\b/,
  },
  // deciding is pure
  {
    rule: 7,
    inside: ['access', 'views', 'src/sync/compare.ts', 'src/sync/comparedFields.ts', 'src/sync/plan.ts'],
    words: /\basync\b|\bawait\b|\bPromise\b/,
  },
  // one place shows errors
  {
    rule: 8,
    inside: ['editor', 'extension.ts', 'compose.ts', 'commands'],
    except: ['src/editor/showError.ts'],
    words: /\bshowErrorMessage\b/,
  },
];

/** Each as `rule N: path: the line`. */
export function misconduct(files: readonly SourceFile[], rule: Ban['rule']): readonly string[] {
  return bans
    .filter((ban) => ban.rule === rule)
    .flatMap(({ inside, except = [], words }) =>
      files
        .filter(({ path }) => !path.endsWith('.test.ts') && !except.includes(path))
        .filter(({ path }) => inside.includes(path) || inside.includes(room(path) ?? ''))
        .flatMap(({ path, text }) =>
          text
            .split('\n')
            .filter((line) => words.test(withoutComment(line)))
            .map((line) => `${path}: ${line.trim()}`),
        ),
    );
}

/** Comments may speak of what the code must not do. */
const withoutComment = (line: string): string => line.replace(/^\s*(?:\*|\/\*|\/\/).*$|\/\/.*$/, '');
