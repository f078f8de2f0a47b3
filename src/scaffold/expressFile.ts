import { reads, statementEnd, type Token } from './tokens.ts';

/** Where a statement stands: an offset on its first line, and the offset of the first character after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The statement that makes the application, `const app = express()`. */
export interface ApplicationStatement extends Span {
  /** How the application is called from there on: `app`, `this.app`. */
  readonly name: string;
  readonly hasSemicolon: boolean;
}

/** What a file imports, by the local name of the default import (or of the whole module). */
export function importsOf(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'string') continue;
    const name = importedName(tokens, index);
    if (name !== undefined) imports.set(name, token.value);
  }
  return imports;
}

/** Every file or package named by an import or a `require`, also where nothing of it is given a name. */
export const importedModules = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token, index) => {
    const isImport =
      ['from', 'import'].includes(tokens[index - 1]?.value ?? '') ||
      reads(tokens, index - 2, 'require', '(') ||
      reads(tokens, index - 2, 'import', '(');
    return token.kind === 'string' && isImport ? [token.value] : [];
  });

function importedName(tokens: readonly Token[], index: number): string | undefined {
  if (reads(tokens, index - 3, '=', 'require', '(')) return nameAt(tokens, index - 4);
  if (tokens[index - 1]?.value !== 'from') return undefined;
  const depth = tokens[index]?.depth;
  for (let at = index - 2; at >= 0; at--) {
    if (tokens[at]?.value !== 'import' || tokens[at]?.depth !== depth) continue;
    const first = tokens[at + 1]?.value === '*' ? at + 3 : at + 1; // import * as name
    if (tokens[first]?.value === '{') return defaultAmong(tokens.slice(first, index));
    return nameAt(tokens, first);
  }
  return undefined;
}

/** `import { default as name }` and `import { name }`, as long as it is one name. */
function defaultAmong(tokens: readonly Token[]): string | undefined {
  const start = tokens.findIndex((_, index) => reads(tokens, index, 'default', 'as'));
  return nameAt(tokens, start >= 0 ? start + 2 : 1);
}

const nameAt = (tokens: readonly Token[], index: number): string | undefined =>
  tokens[index]?.kind === 'name' ? tokens[index].value : undefined;

/** Undefined when the file makes no Express application, or gives it no name. */
export function applicationStatement(tokens: readonly Token[], text: string): ApplicationStatement | undefined {
  const names = [...importsOf(tokens)].filter(([, module]) => module === 'express').map(([name]) => name);
  for (const index of tokens.keys()) {
    const isCall =
      names.some((name) => reads(tokens, index, '=', name, '(', ')')) ||
      reads(tokens, index, '=', 'require', '(', "'express", ')', '(', ')');
    const target = isCall ? targetBefore(tokens, index) : undefined;
    if (target === undefined) continue;
    const last = tokens[statementEnd(tokens, index)];
    const [from, to] = target;
    if (last) return { name: text.slice(from, to), start: from, end: last.end, hasSemicolon: last.value === ';' };
  }
  return undefined;
}

/** Offsets of what is assigned to: `app`, `this.app`, and `app` of `const app: Express`. */
function targetBefore(tokens: readonly Token[], equals: number): readonly [number, number] | undefined {
  const declaration = [1, 2, 3, 4, 5, 6].find((back) =>
    ['const', 'let', 'var'].includes(tokens[equals - back]?.value ?? ''),
  );
  const declared = declaration === undefined ? undefined : tokens[equals - declaration + 1];
  if (declared?.kind === 'name') return [declared.start, declared.end];
  const last = tokens[equals - 1];
  if (last?.kind !== 'name') return undefined;
  let first = equals - 1;
  while (tokens[first - 1]?.value === '.' && tokens[first - 2]?.kind === 'name') first -= 2;
  return [tokens[first]?.start ?? last.start, last.end];
}

/** True when an Express application or an HTTP server made of it is told to listen. */
export const listens = (tokens: readonly Token[]): boolean =>
  tokens.some((_, index) => reads(tokens, index, '.', 'listen', '('));
