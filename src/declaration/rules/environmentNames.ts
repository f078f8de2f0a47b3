import type { Finding, Path } from '../problem.ts';
import { renameOrRemove } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { applicationsSaid, warning } from './walk.ts';

/** `urls` and `in` name environments of the file. */
export const environmentNames: Rule = function* ({ file, names }) {
  const check = function* (path: Path, named: object = {}): Iterable<Finding> {
    for (const name of Object.keys(named)) {
      if (names.environments.has(name)) continue;
      yield warning({
        code: 'environment.unknown',
        message: `No environment "${shortened(name)}" is declared, so this has no effect.`,
        path: [...path, name],
        on: 'key',
        remedy: () => renameOrRemove(name, names.environments, named),
      });
    }
  };
  for (const { path, fields } of applicationsSaid(file)) yield* check([...path, 'urls'], fields.urls);
  for (const [key, { in: overrides }] of Object.entries(file.applications ?? {})) {
    yield* check(['applications', key, 'in'], overrides);
  }
  for (const [key, { in: overrides }] of Object.entries(file.groups ?? {})) {
    yield* check(['groups', key, 'in'], overrides);
  }
};
