/** What comes from others: libraries are listed where they are used, used where they are listed, and pinned by content. */
import { builtinModules } from 'node:module';
import type { Manifest } from '../../scripts/documents/manifest.ts';
import type { SourceFile } from './sourceFiles.ts';

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

type Listed = Pick<Manifest, 'dependencies' | 'devDependencies'>;

/** The product may use `dependencies` only; tests and tools may use all. */
export function unlistedImports(
  files: readonly SourceFile[],
  { dependencies, devDependencies }: Listed,
): readonly string[] {
  return files.flatMap((file) => {
    const listed = isProduct(file) ? dependencies : { ...dependencies, ...devDependencies };
    return libraries(file)
      .filter((name) => !(name in listed))
      .map((name) => `${file.path} -> ${name}`);
  });
}

export function unusedDependencies(files: readonly SourceFile[], { dependencies }: Listed): readonly string[] {
  const used = new Set(files.filter(isProduct).flatMap(libraries));
  return Object.keys(dependencies).filter((name) => !used.has(name));
}

/** Problems of the lock file, each with the place of the package in it. */
export function lockFileProblems({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([place, { resolved, integrity, dev, hasInstallScript }]) => {
    if (place === '') return [];
    const problems: string[] = [];
    if (!integrity?.startsWith('sha512-')) problems.push(`${place} has no integrity`);
    if (resolved !== undefined && !/^https:\/\/[^/]+\/(@[^/]+\/)?[^/]+\/-\/[^/]+\.tgz$/.test(resolved)) {
      problems.push(`${place} does not come from a registry`);
    }
    if (hasInstallScript === true && dev !== true) problems.push(`${place} ships and has an install script`);
    return problems;
  });
}

const isProduct = ({ path }: SourceFile): boolean => path.startsWith('src/') && !path.endsWith('.test.ts');

/** The packages that a file imports, by their names. `vscode` is the editor itself. */
function libraries({ imports }: SourceFile): readonly string[] {
  return imports
    .filter((target) => target !== 'vscode' && !target.startsWith('node:') && !builtinModules.includes(target))
    .filter((target) => !/^(src|test|scripts|bench|samples)\/|^[^/]+\.(ts|js|json)$/.test(target))
    .map((target) => /^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target);
}
