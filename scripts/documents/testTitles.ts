/** Titles of tests that name points, read from the source: a title may stand in a table or have a changing part. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../test/editorHost/project.ts';

export interface TestTitle {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  readonly title: string;
  /** Such as `A1`, each once. Rows of the lists of threats and faults (`T11`, `F17`) count too. */
  readonly numbers: readonly string[];
}

const patterns: readonly string[] = ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.{test,spec}.ts'];

/** Its titles are examples of titles. */
const examples = 'scripts/documents/signInRequirements.test.ts';

/** A number at the beginning, perhaps more of them, then words. */
const numbered = /^[A-KT]\d{1,2}(?:[ ,:]+[A-KT]\d{1,2})*:?\s+\D/;

const number = /\b[A-KT]\d{1,2}\b/g;

/** All titles that begin with a number, by file and in the order in which they stand there. */
export function testTitles(): readonly TestTitle[] {
  const files = globSync(patterns, { cwd: projectFolder, exclude: (name) => name.includes('node_modules') });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file !== examples)
    .sort()
    .flatMap((file) => titlesIn(file, readFileSync(join(projectFolder, file), 'utf8')));
}

export function titlesIn(file: string, text: string): readonly TestTitle[] {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    const literal = literalText(node);
    if (literal !== undefined && numbered.test(literal)) titles.add(literal);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return [...titles].map((title) => ({ file, title, numbers: [...new Set(title.match(number))] }));
}

/** What changes from case to case is shown as dots. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}
