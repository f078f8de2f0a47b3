import type { Files } from '../ports.ts';
import { type Manifest, manifestIn } from './manifest.ts';
import { portHint, startScripts } from './portHint.ts';

/** An application that a `package.json` speaks of. */
export interface FoundApplication {
  /** As in `package.json`. */
  readonly name?: string;
  /** Where it listens while it is developed. */
  readonly port?: number;
  /** Its folder, relative to the workspace's root; empty for the root itself. */
  readonly folder: string;
}

export interface FoundProject {
  /** Name and port of the first application; whoever asks the person puts what `missing` names here. */
  readonly name?: string;
  readonly port?: number;
  readonly applications: readonly FoundApplication[];
  /** What nothing said, so that only this is asked. */
  readonly missing: readonly ('name' | 'port')[];
}

/**
 * Looks for applications that can be started: in the root, else in its workspaces and one level of its folders. Reads at
 * most fifty folders; a file that is not what it should be counts as absent.
 */
export async function discoverProject(files: Files): Promise<FoundProject> {
  const root = await manifestIn(files, '');
  const startable = root !== undefined && isStartable(root);
  // the root of many packages only starts the others; a root that is alone is the application
  const below = startable && root.workspaces.length === 0 ? [] : await applicationsBelow(files, root);
  const applications = below.length > 0 || !root ? below : [await describe(files, '', root)];
  const { name, port } = applications[0] ?? {};
  return {
    ...(name !== undefined && { name }),
    ...(port !== undefined && { port }),
    applications,
    missing: [...(name === undefined ? (['name'] as const) : []), ...(port === undefined ? (['port'] as const) : [])],
  };
}

async function applicationsBelow(files: Files, root: Manifest | undefined): Promise<readonly FoundApplication[]> {
  const found: FoundApplication[] = [];
  for (const folder of await foldersBelow(files, root)) {
    const manifest = await manifestIn(files, folder);
    if (manifest && isStartable(manifest)) found.push(await describe(files, folder, manifest));
  }
  return found;
}

const mostFolders = 50;
/** Folders whose own folders are packages, where the root does not say so. */
const usualOwners = ['apps', 'packages', 'services'];

async function foldersBelow(files: Files, root: Manifest | undefined): Promise<readonly string[]> {
  const patterns = (root?.workspaces ?? []).filter((pattern) => !pattern.startsWith('!') && !pattern.includes('..'));
  const owners = patterns
    .filter((pattern) => /\/\*{1,2}$/.test(pattern))
    .map((pattern) => pattern.replace(/\/\*+$/, ''));
  const plain = patterns.filter((pattern) => !pattern.includes('*')).map((pattern) => pattern.replace(/\/+$/, ''));
  const own = await foldersOf(files, '');
  const nested = [...new Set([...owners, ...usualOwners.filter((owner) => own.includes(owner))])];
  const inside: string[] = [];
  for (const owner of nested) inside.push(...(await foldersOf(files, owner)));
  return [...new Set([...plain, ...inside, ...own])].slice(0, mostFolders);
}

async function foldersOf(files: Files, folder: string): Promise<readonly string[]> {
  const names = (await files.list(folder))
    .filter((name) => name.endsWith('/') && !name.startsWith('.') && name !== 'node_modules/')
    .map((name) => name.slice(0, -1))
    .sort();
  return folder === '' ? names : names.map((name) => `${folder}/${name}`);
}

const isStartable = ({ scripts }: Manifest): boolean => startScripts.some((script) => scripts.has(script));

async function describe(files: Files, folder: string, manifest: Manifest): Promise<FoundApplication> {
  const port = await portHint(files, folder, manifest);
  return {
    folder,
    ...(manifest.name !== undefined && { name: manifest.name }),
    ...(port !== undefined && { port }),
  };
}
