import { importsOf } from './expressFile.ts';
import { reads, type Token } from './tokens.ts';

const methods = new Set(['all', 'delete', 'get', 'patch', 'post', 'put', 'route']);

/** Another file whose routes belong to the application, and the path below which they stand. */
export interface Mounted {
  readonly module: string;
  readonly prefix: string;
}

/** Paths given to `get`, `post` and their like: `app.get('/prices', ...)`, `router.route('/prices')`; of one router where it is named. */
export const routePaths = (tokens: readonly Token[], router?: string): readonly string[] =>
  tokens.flatMap((token, index) => {
    const path = tokens[index + 3];
    const isRoute =
      token.value === '.' && methods.has(tokens[index + 1]?.value ?? '') && tokens[index + 2]?.value === '(';
    const isWanted = router === undefined || tokens[index - 1]?.value === router;
    return isRoute && isWanted && path?.kind === 'string' && path.value.startsWith('/') ? [path.value] : [];
  });

/** The routes of the application in its own file, those of routers made there included. */
export function ownPaths(tokens: readonly Token[], application: string): readonly string[] {
  const name = lastName(application);
  const used = usesOf(tokens, name).flatMap(({ prefix, arguments: given }) => [
    ...(prefix === '' ? [] : [prefix]),
    ...given.flatMap(({ kind, value }) =>
      kind === 'name' && value !== name ? routePaths(tokens, value).map((path) => prefix + path) : [],
    ),
  ]);
  return [...routePaths(tokens, name), ...used];
}

/** Routers of other files: `app.use('/shop', shop)`, `app.use(require('./shop'))`, and `addRoutes(app)`. */
export function mountedFiles(tokens: readonly Token[], application: string): readonly Mounted[] {
  const imports = importsOf(tokens);
  const name = lastName(application);
  const given = tokens.flatMap((token, index): Mounted[] => {
    const module = token.kind === 'name' && reads(tokens, index + 1, '(', name) ? imports.get(token.value) : undefined;
    return module?.startsWith('.') === true ? [{ module, prefix: '' }] : [];
  });
  const used = usesOf(tokens, name).flatMap(({ prefix, arguments: list }) =>
    list.flatMap((argument, at): Mounted[] => {
      const required = argument.kind === 'string' && reads(list, at - 2, 'require', '(');
      const module = required ? argument.value : argument.kind === 'name' ? imports.get(argument.value) : undefined;
      return module?.startsWith('.') === true ? [{ module, prefix }] : [];
    }),
  );
  return [...given, ...used];
}

/** Each `app.use(...)` with what stands between its brackets; the prefix is '' where no path is given. */
function usesOf(tokens: readonly Token[], name: string) {
  return tokens.flatMap((_, index) => {
    if (!reads(tokens, index, name, '.', 'use', '(')) return [];
    const given = insideBrackets(tokens, index + 3);
    const [first] = given;
    const prefix = first?.kind === 'string' && first.value.startsWith('/') ? first.value.replace(/\/$/, '') : '';
    return [{ prefix, arguments: given }];
  });
}

const lastName = (application: string): string => application.split('.').at(-1) ?? application;

function insideBrackets(tokens: readonly Token[], open: number): readonly Token[] {
  const depth = tokens[open]?.depth ?? 0;
  const close = tokens.findIndex((token, index) => index > open && token.depth <= depth);
  return tokens.slice(open + 1, close < 0 ? undefined : close);
}

/** Words in paths of pages that are rarely for everybody. */
const guardedWords = ['prices', 'admin', 'manager', 'manage', 'management', 'backoffice', 'back-office', 'settings'];

/** The path whose pages are for people with `role`: one that is named like it, or like something rarely open to all. */
export function pathToGuard(paths: readonly string[], role: string): string | undefined {
  for (const word of [role.toLowerCase(), ...guardedWords]) {
    for (const path of paths) {
      const names = path.split('/');
      const at = names.findIndex((name) => name.toLowerCase() === word);
      const guarded = names.slice(0, at + 1);
      if (at >= 0 && guarded.every((name) => /^[\w~.-]*$/.test(name))) return guarded.join('/');
    }
  }
  return undefined;
}
