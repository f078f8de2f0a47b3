/** Rule 10 and what belongs to it: sizes, names, and ways around the compiler that are not taken. */
import type { SourceFile } from './sourceFiles.ts';

const mostLines = 300;
const drawers = /^(utils?|helpers?|common|misc)(\.|$)/i;
const camelCase = /^[a-z][A-Za-z0-9]*(\.(test|spec|config|d))?\.(ts|js)$/;

/** Playwright takes its configuration from a default export only. */
const defaultExportWanted = '.config.ts';

/** Each stands as a pattern that does not match itself. */
const waysAround: readonly RegExp[] = [
  /eslint[-]disable/,
  /@ts[-](ignore|expect-error|nocheck)/,
  /prettier[-]ignore/,
  /\b(describe|context|suite|it|test)[.](only|skip|fixme)\b/,
  /catch\s*(\([^)]*\))?\s*[{]\s*[}]/,
];

export function shapeProblems({ path, text, exportsDefault, reExports }: SourceFile): readonly string[] {
  const problems: string[] = [];
  const parts = path.split('/');
  const lines = text.split('\n').length - 1;
  if (lines > mostLines) problems.push(`${path} has ${String(lines)} lines`);
  if (parts.some((part) => drawers.test(part))) problems.push(`${path} is a drawer: name it by what it knows`);
  if (!camelCase.test(parts.at(-1) ?? '')) problems.push(`${path} is not named in camelCase`);
  if (exportsDefault && !path.endsWith(defaultExportWanted)) problems.push(`${path} has a default export`);
  if (reExports) problems.push(`${path} exports what another file exports`);
  for (const way of waysAround) if (way.test(text)) problems.push(`${path} contains ${String(way)}`);
  return problems;
}
