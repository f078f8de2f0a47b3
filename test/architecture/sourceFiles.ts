/** The source of this repository as the rules see it: files, what they import, what they export. */
import { globSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Modules named anywhere in it, types and `import()` included; relative ones as paths like `path`. */
  readonly imports: readonly string[];
  readonly exportsDefault: boolean;
  /** It passes on what another file exports. */
  readonly reExports: boolean;
}

export function sourceFiles(): readonly SourceFile[] {
  return globSync('{src,test,scripts,bench}/**/*.{ts,js}', { exclude: (name) => name === 'node_modules' })
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(path, 'utf8')));
}

export function sourceFile(path: string, text: string): SourceFile {
  const folder = posix.dirname(path);
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return {
    path,
    text,
    imports: modulesNamedIn(tree).map((name) => (name.startsWith('.') ? posix.join(folder, name) : name)),
    exportsDefault: tree.statements.some(isDefaultExport),
    reExports: tree.statements.some(passesOn) || exportsImported(tree.statements),
  };
}

/** Found in the syntax tree, because a template of source code may look like imports. */
function modulesNamedIn(node: ts.Node): readonly string[] {
  const names: string[] = [];
  const visit = (child: ts.Node): void => {
    const name = moduleNamedBy(child);
    if (name && ts.isStringLiteralLike(name)) names.push(name.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

function moduleNamedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  return undefined;
}

const passesOn = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return statement.exportClause.elements.some(({ name }) => name.text === 'default');
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

/** `import { a } from './a.ts'; export { a };` */
function exportsImported(statements: ts.NodeArray<ts.Statement>): boolean {
  const imported = new Set(statements.filter(ts.isImportDeclaration).flatMap(importedNames));
  return statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some(({ name, propertyName }) => imported.has((propertyName ?? name).text)),
  );
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const named = namedBindings
    ? ts.isNamedImports(namedBindings)
      ? namedBindings.elements.map((element) => element.name.text)
      : [namedBindings.name.text]
    : [];
  return name ? [name.text, ...named] : named;
}
