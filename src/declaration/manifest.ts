import { parse } from 'jsonc-parser';
import { isRecord } from '../base/foreign.ts';
import type { Files } from '../ports.ts';

/** What matters here of a `package.json`. */
export interface Manifest {
  readonly name: string | undefined;
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
  /** Folders of the packages below, as patterns. */
  readonly workspaces: readonly string[];
}

/** The `package.json` of a folder; undefined where there is none. What is not as it should be counts as absent. */
export async function manifestIn(files: Files, folder: string): Promise<Manifest | undefined> {
  const text = await files.read(folder === '' ? 'package.json' : `${folder}/package.json`);
  if (text === undefined || text.length > largestManifest) return undefined;
  const value: unknown = parse(text);
  if (!isRecord(value)) return undefined;
  const name = property(value, 'name');
  const workspaces = property(value, 'workspaces');
  return {
    name: typeof name === 'string' && name.trim() !== '' ? name : undefined,
    scripts: texts(property(value, 'scripts')),
    dependencies: new Set(
      ['dependencies', 'devDependencies'].flatMap((kind) => [...texts(property(value, kind)).keys()]),
    ),
    workspaces: list(Array.isArray(workspaces) ? workspaces : property(workspaces, 'packages')),
  };
}

const largestManifest = 1024 * 1024;

const property = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const texts = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(isRecord(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const list = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((element): element is string => typeof element === 'string') : [];
