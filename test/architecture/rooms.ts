/** Rules 1, 2 and 5 of the architecture: who may know whom. */
import type { SourceFile } from './sourceFiles.ts';

/** The rooms of src/ from the ground up. A file imports from rooms below its own, and within its own room. */
export const floors: readonly (readonly string[])[] = [
  ['base', 'model'],
  ['ports.ts'],
  ['http'],
  ['declaration', 'tokens', 'signIn', 'directory'],
  ['providers', 'sync', 'access', 'sessions', 'scaffold'],
  ['state'],
  ['views'],
  ['commands'],
  ['compose.ts'],
  ['editor'],
  ['extension.ts'],
];

/** A program of its own, beside the floors: nobody imports it, and it shares no protocol code with the product. */
const localProvider = 'localProvider';
const knownToLocalProvider = ['base', 'model', 'declaration', localProvider];

/** Libraries that would let one wrong reading of a specification hide in both sides. */
const clientLibraries = ['openid-client'];
const providerLibraries = ['oidc-provider'];

const editorRooms = ['editor', 'extension.ts'];

const productFiles = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));

export function room(path: string): string | undefined {
  const [top, name] = path.split('/');
  return top === 'src' ? name : undefined;
}

function floor(name: string): number | undefined {
  const index = floors.findIndex((rooms) => rooms.includes(name));
  return index < 0 ? undefined : index;
}

export function roomsWithoutFloor(files: readonly SourceFile[]): readonly string[] {
  const rooms = new Set(files.map(({ path }) => room(path)).filter((name) => name !== undefined));
  return [...rooms].filter((name) => floor(name) === undefined && name !== localProvider);
}

export function upwardImports(files: readonly SourceFile[]): readonly string[] {
  return productFiles(files).flatMap(({ path, imports }) =>
    imports.filter((target) => !isAllowed(room(path), room(target))).map((target) => `${path} -> ${target}`),
  );
}

function isAllowed(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined || from === to) return true;
  if (from === localProvider) return knownToLocalProvider.includes(to);
  if (to === localProvider) return false;
  const [lower, upper] = [floor(to), floor(from)];
  return lower !== undefined && upper !== undefined && lower < upper;
}

/** Product code that leaves src/: it would not be there in the package. */
export function importsFromOutside(files: readonly SourceFile[]): readonly string[] {
  return productFiles(files).flatMap(({ path, imports }) =>
    imports.filter((target) => /^(\.\.|test|scripts|bench)\//.test(target)).map((target) => `${path} -> ${target}`),
  );
}

/** Files outside the edge that name the editor, types and tests included. */
export function strayEditorNames(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path, imports }) => imports.includes('vscode') && room(path) !== undefined)
    .map(({ path }) => path)
    .filter((path) => !editorRooms.includes(room(path) ?? ''));
}

/** Protocol libraries on the wrong side. */
export function sharedProtocolCode(files: readonly SourceFile[]): readonly string[] {
  return productFiles(files).flatMap(({ path, imports }) => {
    const foreign = room(path) === localProvider ? clientLibraries : providerLibraries;
    return imports
      .filter((target) => foreign.some((library) => target === library || target.startsWith(`${library}/`)))
      .map((target) => `${path} -> ${target}`);
  });
}

/** Every cycle by its files, in import order, once. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || finished.has(path)) return;
    for (const target of importsOf.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  return found;
}
