import type { Entry } from './detect.ts';
import { localName } from './detect.ts';
import { importedModules, type Span } from './expressFile.ts';
import { reads, statementEnd } from './tokens.ts';

export interface EntryEdit {
  /** How the entry file imports the generated one: `./auth.js`. */
  readonly module: string;
  readonly role: string;
  /** An existing path to guard, or one for an example page that is added. */
  readonly guard: { readonly kind: 'existing' | 'example'; readonly path: string };
  /** False where the application has sessions of its own. */
  readonly ownSessions: boolean;
}

/** True when the entry file imports the generated one already. */
export const isWired = (entry: Entry, module: string): boolean => importedModules(entry.tokens).includes(module);

/** The entry file with the import, the router right behind what it needs, and one guarded path. Everything else stays byte for byte. */
export function editEntry(entry: Entry, edit: EntryEdit): string {
  const { text, application } = entry;
  const style = styleOf(entry);
  const names = { signIn: freeName(entry, 'signIn'), requireRole: freeName(entry, 'requireRole') };
  const place = (edit.ownSessions ? undefined : sessionStatement(entry)) ?? application;
  const gap = /^[^\r\n]*\r?\n[ \t]*\S/.test(text.slice(place.end)) ? [''] : [];
  const used = below(text, place, ['', ...usage(entry, edit, names, style), ...gap], style.newline);
  const imported = below(text, lastImport(entry), [importLine(entry, edit.module, names, style)], style.newline);
  return (
    text.slice(0, imported.at) + imported.insert + text.slice(imported.at, used.at) + used.insert + text.slice(used.at)
  );
}

interface Names {
  readonly signIn: string;
  readonly requireRole: string;
}

function usage(
  entry: Entry,
  { module, role, guard }: EntryEdit,
  names: Names,
  { quote, semicolon }: Style,
): readonly string[] {
  const { name } = entry.application;
  const guarding = `${names.requireRole}(${quote(role)})`;
  const before = [
    `// Sign-in stands before the routes, so that they know the person. See ${module}`,
    `${name}.use(${names.signIn}())${semicolon}`,
  ];
  if (guard.kind === 'existing') {
    return [
      ...before,
      `// ${guard.path} and what lies below it are for one role only. Guard other paths alike, or with requireSignIn.`,
      `${name}.use(${quote(guard.path)}, ${guarding})${semicolon}`,
    ];
  }
  const [request, response] = entry.language === 'typescript' ? ['_request', 'response'] : ['request', 'response'];
  return [
    ...before,
    '// An example of a page for one role only. Guard your own routes alike, or with requireSignIn.',
    `${name}.get(${quote(guard.path)}, ${guarding}, (${request}, ${response}) => {`,
    `  ${response}.send(${quote('You have the role that this page needs.')})${semicolon}`,
    `})${semicolon}`,
  ];
}

function importLine(entry: Entry, module: string, names: Names, { quote, semicolon }: Style): string {
  const renaming = entry.modules === 'import' ? ' as ' : ': ';
  const list = Object.entries(names)
    .map(([name, local]: [string, string]) => (name === local ? name : name + renaming + local))
    .sort()
    .join(', ');
  return entry.modules === 'import'
    ? `import { ${list} } from ${quote(module)}${semicolon}`
    : `const { ${list} } = require(${quote(module)})${semicolon}`;
}

/** The last import at the top of the file; with `require`, the last one before the application is made. */
function lastImport({ tokens, modules, application }: Entry): Span {
  const word = modules === 'import' ? 'import' : 'require';
  const spans = tokens.flatMap((token, index): Span[] => {
    const isCall = ['(', '.'].includes(tokens[index + 1]?.value ?? '');
    const isImport = token.kind === 'name' && token.value === word && isCall === (word === 'require');
    const end = isImport && token.depth === 0 ? tokens[statementEnd(tokens, index)]?.end : undefined;
    return end === undefined || end > application.start ? [] : [{ start: token.start, end }];
  });
  return spans.at(-1) ?? { start: 0, end: 0 };
}

/** `app.use(session(...))`, where the application has sessions of its own. */
export function sessionStatement(entry: Entry): Span | undefined {
  const local = localName(entry, 'express-session');
  if (local === undefined) return undefined;
  const name = entry.application.name.split('.').at(-1) ?? '';
  const index = entry.tokens.findIndex((_, at) => reads(entry.tokens, at, name, '.', 'use', '(', local, '('));
  const start = entry.tokens[index]?.start;
  const end = entry.tokens[statementEnd(entry.tokens, index)]?.end;
  return start === undefined || end === undefined ? undefined : { start, end };
}

const freeName = ({ tokens }: Entry, name: string): string =>
  tokens.some((token) => token.kind === 'name' && token.value === name)
    ? `sso${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`
    : name;

interface Style {
  readonly semicolon: string;
  readonly newline: string;
  readonly quote: (text: string) => string;
}

/** Quotes, semicolons and line ends as the file has them. */
function styleOf({ text, tokens, application }: Entry): Style {
  const written = (mark: string) =>
    tokens.filter(({ kind, start }) => kind === 'string' && text[start] === mark).length;
  const mark = written('"') > written("'") ? '"' : "'";
  return {
    semicolon: application.hasSemicolon ? ';' : '',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    quote: (value) => literal(value, mark),
  };
}

interface Insertion {
  readonly at: number;
  readonly insert: string;
}

/** Lines below the statement that ends at `end`, indented as the line on which `start` stands; a comment behind it stays where it is. */
function below(text: string, { start, end }: Span, lines: readonly string[], newline: string): Insertion {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const block = lines.map((entry) => newline + (entry === '' ? '' : indent + entry)).join('');
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end))?.[0];
  return rest === undefined ? { at: end, insert: block + newline } : { at: end + rest.length, insert: block };
}

/** A string literal that means just `value`, whatever it holds. */
export function literal(value: string, mark: string): string {
  const json = JSON.stringify(value)
    .slice(1, -1)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return mark === '"' ? `"${json}"` : `'${json.replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
