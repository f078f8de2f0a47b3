import { isRecord } from '../../base/foreign.ts';
import type { Finding, Path } from '../problem.ts';
import type { Rule } from './rule.ts';
import { warning } from './walk.ts';

/** A file of a repository cannot reach into the person's environment, files or commands. */
export const variables: Rule = function* ({ file }) {
  yield* within(file.environments, ['environments']);
};

function* within(value: unknown, path: Path): Iterable<Finding> {
  if (typeof value === 'string' && hasVariable(value)) {
    yield warning({
      code: 'variable.notExpanded',
      message: 'Variables are not expanded in sso.json; the text counts as it stands.',
      path,
      on: 'value',
    });
  }
  if (Array.isArray(value)) for (const [index, element] of value.entries()) yield* within(element, [...path, index]);
  else if (isRecord(value)) for (const [key, element] of Object.entries(value)) yield* within(element, [...path, key]);
}

/** Searched for without a pattern, which would go back and forth in a long text. */
function hasVariable(text: string): boolean {
  const start = text.indexOf('${');
  return start >= 0 && text.includes('}', start);
}
