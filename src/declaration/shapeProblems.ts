import { type core, safeParse } from 'zod/mini';
import { isRecord } from '../base/foreign.ts';
import { valueAt } from './content.ts';
import { renameOrRemove, replaceByNearest } from './remedies.ts';
import type { Finding, Path } from './problem.ts';
import { fileShape } from './shape.ts';
import { shortened } from './shortened.ts';

type Issue = core.$ZodIssue;

/**
 * What zod says of the shape, one finding for each wrong part, in our words by its codes: its own messages are bare.
 * Each entry is checked by itself, so that one with more mistakes than the stack can hold takes no other with it.
 */
export function shapeProblems(value: unknown): readonly Finding[] {
  const outline = isRecord(value) ? Object.fromEntries(Object.entries(value).map(withoutEntries)) : value;
  return [...check(outline, fileShape, []), ...entriesOf(value).flatMap(({ type, path }) => check(value, type, path))];
}

function check(value: unknown, type: core.$ZodType, path: Path): Finding[] {
  try {
    const { error } = safeParse(type, valueAt(value, path));
    return (error?.issues ?? []).flatMap((issue) => findingsOf(value, issue, [...path, ...pathOf(issue)]));
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return [tooManyMistakes(path)];
  }
}

const withoutEntries = ([key, part]: [string, unknown]): [string, unknown] => [key, isRecord(part) ? {} : part];

/** Every environment, application, group and person, with its type. */
function entriesOf(value: unknown): readonly { readonly type: core.$ZodType; readonly path: Path }[] {
  return Object.keys(fileShape.shape).flatMap((section) => {
    const type = typeAt([section, '*']);
    const entries = valueAt(value, [section]);
    return type && isRecord(entries) ? Object.keys(entries).map((key) => ({ type, path: [section, key] })) : [];
  });
}

function findingsOf(value: unknown, issue: Issue, path: Path): readonly Finding[] {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(path);
      // looked up now: what is wrong is gone from the value when a remedy is wanted
      const present = valueAt(value, path);
      const free = known.filter((name) => !(isRecord(present) && Object.hasOwn(present, name)));
      return issue.keys.map((key) => unknownKey([...path, key], known, free));
    }
    case 'invalid_union': {
      // the branch that got furthest is the one that was meant: a list with one wrong element is no wrong list
      const inner = issue.errors.flat().filter((deeper) => deeper.path.length > 0);
      if (inner.length === 0) return [wrong('value.wrongType', path, 'a text or a list of texts')];
      return inner.flatMap((deeper) => findingsOf(value, deeper, [...path, ...pathOf(deeper)]));
    }
    case 'invalid_value': {
      const written = valueAt(value, path);
      return [
        written === undefined
          ? missing(path)
          : notAllowed(path, typeof written === 'string' ? written : '', issue.values.map(String)),
      ];
    }
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

const tooManyMistakes = (path: Path): Finding => ({
  code: 'value.wrongType',
  severity: 'error',
  message: `${subject(path)} has more mistakes than can be named and does not count.`,
  path,
  on: 'key',
});

const missing = (path: Path): Finding => ({
  code: 'key.missing',
  severity: 'error',
  message: `${subject(path)} is missing. Without it this entry does not count.`,
  path: path.slice(0, -1),
  on: 'key',
});

function notAllowed(path: Path, written: string, allowed: readonly string[]): Finding {
  return {
    code: 'value.notAllowed',
    severity: 'error',
    message: `${subject(path)} must be one of ${allowed.join(', ')}.`,
    path,
    on: 'value',
    remedy: () => replaceByNearest(written, allowed),
  };
}

function unknownKey(path: Path, known: readonly string[], free: readonly string[]): Finding {
  const key = String(path.at(-1));
  return {
    code: 'key.unknown',
    severity: 'error',
    message: `"${shortened(key)}" is not known here. Known are ${known.join(', ')}.`,
    path,
    on: 'key',
    remedy: () => renameOrRemove(key, free, {}),
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
function keysAt(path: Path): readonly string[] {
  const { def } = unwrapped(typeAt(path))?._zod ?? {};
  return def?.type === 'object' ? Object.keys((def as core.$ZodObjectDef).shape) : [];
}

const typeAt = (path: Path): core.$ZodType | undefined => path.reduce<core.$ZodType | undefined>(typeBelow, fileShape);

function typeBelow(type: core.$ZodType | undefined, segment: string | number): core.$ZodType | undefined {
  const { def } = unwrapped(type)?._zod ?? {};
  if (def?.type === 'object') return (def as core.$ZodObjectDef).shape[segment];
  if (def?.type === 'record') return (def as core.$ZodRecordDef).valueType;
  return undefined;
}

function unwrapped(type: core.$ZodType | undefined): core.$ZodType | undefined {
  return type?._zod.def.type === 'optional' ? (type._zod.def as core.$ZodOptionalDef).innerType : type;
}
