import { posix } from 'node:path';
import type { Files } from '../ports.ts';
import type { Detection } from './detect.ts';
import { importedModules } from './expressFile.ts';
import { within } from './project.ts';

/** What the person does after the changes were made. */
export type NextStep =
  /** To be run in `folder`, as a list of arguments; never through a shell. */
  | { readonly kind: 'run'; readonly command: readonly string[]; readonly folder: string; readonly why: string }
  | { readonly kind: 'note'; readonly text: string };

/** Where the generated file goes, and how the entry file imports it. */
export async function authLocation(
  files: Files,
  detection: Detection,
): Promise<{ readonly path: string; readonly module: string }> {
  const { entry } = detection;
  const extension = /\.[cm]?[jt]s$/.exec(entry.path)?.[0] ?? (entry.modules === 'import' ? '.mjs' : '.js');
  const path = posix.join(posix.dirname(entry.path), `auth${extension}`);
  return { path, module: `./auth${await writtenExtension(files, detection, extension)}` };
}

/** TypeScript projects write `./x.js`, `./x` or `./x.ts` for `x.ts`; the way of this one is read off its other imports. */
async function writtenExtension(
  files: Files,
  { entry, folder, project }: Detection,
  extension: string,
): Promise<string> {
  if (entry.language === 'javascript') return extension;
  const compiled = extension.replace('ts', 'js');
  const others = importedModules(entry.tokens).filter((module) => module.startsWith('.'));
  const ways = [extension, compiled].filter((way) => others.some((module) => module.endsWith(way)));
  if (ways[0] !== undefined) return ways[0];
  if (others.length > 0) return '';
  if (project.scripts.some((script) => /\bnode\b[^&|;]*\.[cm]?ts\b/.test(script))) return extension; // Node strips types itself
  const options = (await files.read(within(folder, 'tsconfig.json'))) ?? '';
  if (/"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(options)) return extension;
  return project.isModule || /"module"\s*:\s*"node/i.test(options) ? compiled : '';
}

const lockFiles = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

export async function nextStepsFor(files: Files, { folder, entry, project }: Detection): Promise<readonly NextStep[]> {
  const names = new Set(await files.list(folder));
  const manager = lockFiles.find(([file]) => names.has(file))?.[1] ?? 'npm';
  const install: NextStep = {
    kind: 'run',
    command: [manager, 'install'],
    folder,
    why: 'installs openid-client and express-session',
  };
  const loadsAsCommonJs = entry.language === 'typescript' && !project.isModule && !entry.path.endsWith('.mts');
  const node: NextStep = {
    kind: 'note',
    text: loadsAsCommonJs
      ? 'Needs Node 20.19 or newer: the compiled CommonJS loads openid-client, an ES module, with require.'
      : 'Needs Node 20.12 or newer.',
  };
  return [install, node];
}
