import { posix } from 'node:path';
import { SsoError } from '../base/ssoError.ts';
import type { Files } from '../ports.ts';
import { applicationStatement, importedModules, importsOf, listens, type ApplicationStatement } from './expressFile.ts';
import { readProject, within, type Project } from './project.ts';
import { mountedFiles, ownPaths, routePaths } from './routes.ts';
import { readTokens, reads, type Token } from './tokens.ts';

/** An Express application as found. Paths are relative to the workspace. */
export interface Detection {
  readonly framework: 'express';
  readonly folder: string;
  readonly project: Project;
  readonly entry: Entry;
  /** Modules that sign people in already, by package name. */
  readonly existingSignIn: readonly string[];
  /** Paths of its routes, as far as they can be read. */
  readonly paths: readonly string[];
}

/** The file that makes the application. */
export interface Entry {
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly language: 'javascript' | 'typescript';
  /** How the file imports: `import` or `require`. */
  readonly modules: 'import' | 'require';
  readonly application: ApplicationStatement;
  readonly listens: boolean;
}

/** Larger files are not read as programs: nobody writes them by hand. */
const largestFile = 1_000_000;
const mostFiles = 60;
const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];
const usualNames = ['server', 'app', 'index', 'main'];
const usualFolders = ['', 'src', 'server', 'app', 'lib', 'bin'];

/** Packages that sign people in; two of them in one application get into each other's way. */
const signInPackages =
  /^(?:passport(?:-.+)?|express-openid-connect|@auth\/express|keycloak-connect|@okta\/oidc-middleware|openid-client|@azure\/msal-node|simple-oauth2|grant|better-auth|@clerk\/express|@workos-inc\/node)$/;

/**
 * Finds the Express application in `folder`. Fails with `scaffold.unsupported` when it is none, and with
 * `scaffold.notFound` when no file is found that makes it.
 */
export async function detectFramework(files: Files, folder: string): Promise<Detection> {
  const project = await readProject(files, folder);
  if (!project.dependencies.has('express')) {
    throw new SsoError('scaffold.unsupported', {
      message: `${within(folder, 'package.json')} names no dependency on express, so this is not an Express application.`,
      hint: 'Sign-in can be added to applications in JavaScript or TypeScript that use Express.',
    });
  }
  const entry = await findEntry(files, folder, project);
  const existingSignIn = [...project.dependencies.keys()].filter((name) => signInPackages.test(name));
  return { framework: 'express', folder, project, entry, existingSignIn, paths: await pathsOf(files, entry) };
}

async function findEntry(files: Files, folder: string, project: Project): Promise<Entry> {
  const waiting = startingPoints(project).map((name) => posix.normalize(within(folder, name)));
  const seen = new Set<string>();
  for (let path = waiting.shift(); path !== undefined && seen.size < mostFiles; path = waiting.shift()) {
    if (seen.has(path) || path.startsWith('..')) continue;
    seen.add(path);
    const text = await files.read(path);
    if (text === undefined || text.length > largestFile) continue;
    const tokens = readTokens(text);
    const application = applicationStatement(tokens, text);
    if (application) return entryOf(path, text, tokens, application, project);
    waiting.unshift(...importedModules(tokens).flatMap((module) => candidates(path, module)));
  }
  throw new SsoError('scaffold.notFound', {
    message: `No file was found that makes an Express application (const app = express()). Looked at ${String(seen.size)} places: the start script, "main" of package.json, and files called ${usualNames.join(', ')}.`,
    hint: 'Name the file in "main" or in the start script of package.json, and give the application a name there.',
  });
}

function entryOf(
  path: string,
  text: string,
  tokens: readonly Token[],
  application: ApplicationStatement,
  project: Project,
): Entry {
  const language = path.endsWith('ts') ? 'typescript' : 'javascript';
  const usesRequire = tokens.some((_, index) => reads(tokens, index, 'require', '(', "'express"));
  const decided = path.endsWith('.mjs') ? true : path.endsWith('.cjs') ? false : undefined;
  const isModule = decided ?? (language === 'typescript' ? !usesRequire : project.isModule || !usesRequire);
  return {
    path,
    text,
    tokens,
    language,
    modules: isModule ? 'import' : 'require',
    application,
    listens: listens(tokens),
  };
}

/** Where to begin: what the scripts start, `main`, then names that many use. */
function startingPoints(project: Project): readonly string[] {
  const named = project.scripts.flatMap(
    (script) => script.match(/(?:[\w@.-]+\/)*[\w@.-]+\.[cm]?[jt]s\b|(?:\.\/)?bin\/www\b/g) ?? [],
  );
  const built = named.filter((name) => name.startsWith('dist/') || name.startsWith('build/'));
  const sources = built.map((name) => name.replace(/^(?:dist|build)\//, 'src/').replace(/js$/, 'ts'));
  const main = project.main === undefined ? [] : [project.main];
  const usual = usualFolders.flatMap((folder) =>
    usualNames.flatMap((name) => extensions.map((extension) => within(folder, name + extension))),
  );
  return [...sources, ...named.filter((name) => !built.includes(name)), ...main, 'bin/www', ...usual];
}

/** The files that a relative import may mean. */
function candidates(from: string, module: string): readonly string[] {
  if (!module.startsWith('.')) return [];
  const path = posix.join(posix.dirname(from), module);
  const asTypeScript = /\.[cm]?js$/.test(path) ? [path.replace(/js$/, 'ts')] : [];
  if (/\.[cm]?[jt]s$/.test(path)) return [path, ...asTypeScript];
  return [
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => `${path}/index${extension}`),
  ];
}

async function pathsOf(files: Files, entry: Entry): Promise<readonly string[]> {
  const mounted = mountedFiles(entry.tokens, entry.application.name);
  const others = await Promise.all(
    mounted.slice(0, mostFiles).map(async ({ module, prefix }) => {
      for (const path of candidates(entry.path, module)) {
        const text = await files.read(path);
        if (text !== undefined && text.length <= largestFile)
          return routePaths(readTokens(text)).map((route) => prefix + route);
      }
      return [];
    }),
  );
  return [...new Set([...ownPaths(entry.tokens, entry.application.name), ...others.flat()])];
}

/** Local name of an imported package in the entry file. */
export const localName = (entry: Entry, module: string): string | undefined =>
  [...importsOf(entry.tokens)].find(([, imported]) => imported === module)?.[0];
