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

const timeAndChance = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(|from 'node:timers\b/;
const outside = /from 'node:(?:fs|net|https?|child_process|os|dgram|tls)\b/;

/** They talk to the outside, each through few files. */
const talking = ['http', 'providers', 'sessions', 'signIn'];

export const bans: readonly Ban[] = [
  // the outside world comes through ports
  {
    rule: 3,
    inside: talking,
    except: [
      'src/http/boundedFetch.ts', // a request ends by real time, also where a test holds the clock still
      'src/sessions/fileLock.ts', // between processes only the time of the file system counts
      'src/sessions/refreshTimer.ts', // chance keeps windows from renewing at the same moment
      'src/signIn/keys.ts', // lends keys to a library that reads the time by itself
    ],
    words: timeAndChance,
  },
  {
    rule: 3,
    inside: talking,
    except: [
      'src/providers/local/launch.ts', // starts the local provider
      'src/providers/local/stateFolder.ts', // reads where the local provider is, which is outside the workspace
      'src/sessions/fileLock.ts', // is the port `Lock` made real
      'src/signIn/loopbackListener.ts', // the browser comes back to it (RFC 8252, 7.3)
      'src/signIn/openPort.ts', // opens that listener's port
    ],
    words: outside,
  },
  { rule: 3, inside: deciding, words: timeAndChance },
  {
    rule: 3,
    inside: [...deciding, 'scaffold'],
    except: ['src/scaffold/authRoutes.ts'], // the text of an application's own code
    words: outside,
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
