import { isRecord } from '../../base/foreign.ts';
import { valueAt } from '../content.ts';
import { laterWork } from '../laterWork.ts';
import type { Path } from '../problem.ts';
import type { Rule } from './rule.ts';
import { information } from './walk.ts';

/** What is read but has no effect yet is said, never passed over. */
export const later: Rule = function* ({ file }) {
  for (const { path: pattern, what, values } of laterWork) {
    for (const path of matches(file, pattern)) {
      const value = valueAt(file, path);
      if (values && !(typeof value === 'string' && values.includes(value))) continue;
      const shown = values ? ` ("${String(value)}")` : '';
      yield information({
        code: 'laterWork',
        message: `${what}${shown} is read but not acted on yet.`,
        path,
        on: values ? 'value' : 'key',
      });
    }
  }
};

/** The paths that are there and fit a pattern in which `*` stands for any name. */
function matches(value: unknown, pattern: Path): readonly Path[] {
  return pattern.reduce<readonly Path[]>(
    (paths, segment) =>
      paths.flatMap((path) => {
        const owner = valueAt(value, path);
        if (!isRecord(owner)) return [];
        const keys = segment === '*' ? Object.keys(owner) : Object.hasOwn(owner, segment) ? [segment] : [];
        return keys.map((key) => [...path, key]);
      }),
    [[]],
  );
}
