import type * as z from 'zod/mini';
import { valueAt } from './content.ts';
import { renameOrRemove, replaceByNearest } from './remedies.ts';
import type { Finding, Path } from './problem.ts';
import { fileShape } from './shape.ts';
import { shortened } from './shortened.ts';

type Issue = z.core.$ZodIssue;

/** What zod says of the shape, one finding for each wrong part, in our words by its codes: its own messages are bare. */
export function shapeProblems(value: unknown): readonly Finding[] {
  return (fileShape.safeParse(value).error?.issues ?? []).flatMap((issue) => findingsOf(value, issue, pathOf(issue)));
}

function findingsOf(value: unknown, issue: Issue, path: Path): readonly Finding[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], keysAt(path), valueAt(value, path)));
    case 'invalid_union': {
      // the branch that got furthest is the one that was meant: a list with one wrong element is no wrong list
      const inner = issue.errors.flat().filter((deeper) => deeper.path.length > 0);
      if (inner.length === 0) return [wrong('value.wrongType', path, 'a text or a list of texts')];
      return inner.flatMap((deeper) => findingsOf(value, deeper, [...path, ...pathOf(deeper)]));
    }
    case 'invalid_value':
      return [valueAt(value, path) === undefined ? missing(path) : notAllowed(value, path, issue.values.map(String))];
    case 'too_small':
      return [wrong('value.outOfRange', path, `at least ${String(issue.minimum)}`)];
    case 'too_big':
      return [wrong('value.outOfRange', path, `at most ${String(issue.maximum)}`)];
    case 'invalid_type':
      return [wrong('value.wrongType', path, expectedWords[issue.expected] ?? issue.expected)];
    default:
      return [wrong('value.wrongType', path, 'something else')];
  }
}

const expectedWords: Readonly<Record<string, string>> = {
  array: 'a list of texts',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object in braces',
  record: 'an object in braces',
  string: 'a text in quotes',
};

const wrong = (code: 'value.outOfRange' | 'value.wrongType', path: Path, expected: string): Finding => ({
  code,
  severity: 'error',
  message: `${subject(path)} must be ${expected}.`,
  path,
  on: 'value',
});

const missing = (path: Path): Finding => ({
  code: 'key.missing',
  severity: 'error',
  message: `${subject(path)} is missing. Without it this entry does not count.`,
  path: path.slice(0, -1),
  on: 'key',
});

function notAllowed(value: unknown, path: Path, allowed: readonly string[]): Finding {
  return {
    code: 'value.notAllowed',
    severity: 'error',
    message: `${subject(path)} must be one of ${allowed.join(', ')}.`,
    path,
    on: 'value',
    remedy: () => replaceByNearest(String(valueAt(value, path)), allowed),
  };
}

function unknownKey(path: Path, known: readonly string[], owner: unknown): Finding {
  const key = String(path.at(-1));
  return {
    code: 'key.unknown',
    severity: 'error',
    message: `"${shortened(key)}" is not known here. Known are ${known.join(', ')}.`,
    path,
    on: 'key',
    remedy: () => renameOrRemove(key, known, owner),
  };
}

function subject(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  return typeof last === 'number' ? `Each entry of "${shortened(String(path.at(-2)))}"` : `"${shortened(last)}"`;
}

const pathOf = ({ path }: Issue): Path =>
  path.map((segment) => (typeof segment === 'symbol' ? segment.toString() : segment));

/** The keys that the shape knows at a path. */
export function keysAt(path: Path): readonly string[] {
  const type = path.reduce<z.core.$ZodType | undefined>(typeBelow, fileShape);
  const { def } = unwrapped(type)?._zod ?? {};
  return def?.type === 'object' ? Object.keys((def as z.core.$ZodObjectDef).shape) : [];
}

function typeBelow(type: z.core.$ZodType | undefined, segment: string | number): z.core.$ZodType | undefined {
  const { def } = unwrapped(type)?._zod ?? {};
  if (def?.type === 'object') return (def as z.core.$ZodObjectDef).shape[segment];
  if (def?.type === 'record') return (def as z.core.$ZodRecordDef).valueType;
  return undefined;
}

function unwrapped(type: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return type?._zod.def.type === 'optional' ? (type._zod.def as z.core.$ZodOptionalDef).innerType : type;
}
