import type { Node, ParseError } from 'jsonc-parser';
import { Content, type IgnoredKey } from './content.ts';
import { fixOf } from './fixes.ts';
import type { Finding, Problem } from './problem.ts';
import { findings } from './rules/rules.ts';
import type { Declaration, FileShape } from './shape.ts';
import { shapeProblems } from './shapeProblems.ts';
import { shortened } from './shortened.ts';
import { syntaxWords } from './syntaxWords.ts';
import { removal } from './textEdits.ts';
import { deepest, largestText, placeOf, propertiesOf, readTree } from './tree.ts';

export interface ParsedDeclaration {
  readonly declaration: Declaration;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** More would help nobody and slow the editor down; the last one then says how many there are. */
const mostProblems = 500;
/** One slip breaks many lines after it. */
const mostSyntaxProblems = 20;

/**
 * Reads `sso.json`. Never throws, whatever the text: wrong parts are left out, each with a problem at its place, and the
 * rest counts. A text above 5 MB, or nested too deeply, is not read at all.
 */
export function parseDeclaration(text: string): ParsedDeclaration {
  const tree = readTree(text);
  if (tree.kind === 'tooLarge') return { declaration: declarationOf({}), problems: [tooLarge] };
  if (tree.kind === 'tooDeep') return { declaration: declarationOf({}), problems: [tooDeep(tree.offset)] };
  const { root, errors } = tree;
  const content = new Content(root);
  const found = [...wrongShape(content), ...wrongMeaning(content, root)];
  const problems = [
    ...errors.slice(0, mostSyntaxProblems).map(syntaxProblem),
    ...content.ignored.slice(0, mostProblems).map((key) => ignoredKeyProblem(text, key)),
    ...found.slice(0, mostProblems).map((finding) => problemOf(text, root, finding)),
  ].sort((one, other) => one.offset - other.offset);
  const surplus = found.length + content.ignored.length - mostProblems;
  return {
    declaration: declarationOf(content.file),
    problems: surplus > 0 ? [...problems.slice(0, mostProblems), more(surplus)] : problems,
  };
}

/** What the shape does not allow; left out of `content` until the shape holds. */
function wrongShape(content: Content): readonly Finding[] {
  const first = shapeProblems(content.value);
  // what a second round finds follows from the first: an entry that lost what it cannot be without
  for (let wrong = first; wrong.length > 0; wrong = shapeProblems(content.value)) {
    content.leaveOut(wrong.map(({ path }) => path));
  }
  return first;
}

/** What the shape allows and still makes no sense; errors among it are left out of `content`. */
function wrongMeaning(content: Content, root: Node | undefined): readonly Finding[] {
  const found = findings({
    file: content.file,
    names: {
      environments: orLocal(namesIn(root, 'environments')),
      applications: namesIn(root, 'applications'),
      groups: namesIn(root, 'groups'),
      people: namesIn(root, 'people'),
    },
  });
  const placed = found.map((finding) => ({ ...finding, path: content.pathInText(finding.path) }));
  content.leaveOut(
    found.filter(({ severity }) => severity === 'error').map(({ path, leavesOut }) => leavesOut ?? path),
  );
  return placed;
}

/** Names as they stand in the text, also of entries that are left out: naming one of those is no second mistake. */
const namesIn = (root: Node | undefined, section: string): ReadonlySet<string> => {
  const value = placeOf(root, [section])?.value;
  return new Set(value && propertiesOf(value).keys());
};

const orLocal = (names: ReadonlySet<string>): ReadonlySet<string> => (names.size === 0 ? new Set(['local']) : names);

function declarationOf(file: FileShape): Declaration {
  const environments = new Map(Object.entries(file.environments ?? {}));
  return {
    environments: environments.size > 0 ? environments : new Map([['local', { provider: 'local' }]]),
    applications: new Map(Object.entries(file.applications ?? {})),
    groups: new Map(Object.entries(file.groups ?? {})),
    people: new Map(Object.entries(file.people ?? {})),
  };
}

function problemOf(text: string, root: Node | undefined, finding: Finding): Problem {
  const { code, severity, message, path, on, remedy } = finding;
  const place = placeOf(root, path);
  const { offset = 0, length = 0 } = (on === 'key' ? (place?.key ?? place?.value) : place?.value) ?? {};
  const fix = root && fixOf(text, root, path, remedy?.());
  // a long value is underlined at its beginning only: an editor draws, and a person reads, no more than that
  return { code, severity, message, offset, length: Math.min(length, 1000), ...(fix && { fix }) };
}

function ignoredKeyProblem(text: string, { why, name, property }: IgnoredKey): Problem {
  const key = property.children?.[0] ?? property;
  const edits = removal(text, property);
  const shown = shortened(name);
  return {
    code: why === 'duplicate' ? 'key.duplicate' : 'name.invalid',
    severity: 'error',
    message:
      why === 'duplicate'
        ? `"${shown}" stands here a second time. Only the first one counts.`
        : `"${shown}" cannot be used as a name.`,
    offset: key.offset,
    length: key.length,
    ...(edits && { fix: { title: `Remove this "${shown}"`, edits } }),
  };
}

const syntaxProblem = ({ error, offset, length }: ParseError): Problem => ({
  code: 'syntax',
  severity: 'error',
  message: syntaxWords(error),
  offset,
  length,
});

const tooLarge: Problem = {
  code: 'file.tooLarge',
  severity: 'error',
  message: `The file is larger than ${String(largestText / 1024 / 1024)} MB and is not read.`,
  offset: 0,
  length: 1,
};

const tooDeep = (offset: number): Problem => ({
  code: 'file.tooDeep',
  severity: 'error',
  message: `More than ${String(deepest)} objects and lists lie inside one another. The file is not read.`,
  offset,
  length: 1,
});

const more = (count: number): Problem => ({
  code: 'problems.more',
  severity: 'information',
  message: `${String(count)} further problems are not shown.`,
  offset: 0,
  length: 1,
});
