import { addTo, replaceByNearest } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { error, groupsSaid } from './walk.ts';

/** A member for the local provider is one of the people of the file. Members at other providers are theirs to know. */
export const members: Rule = function* ({ file, names }) {
  const known = new Set(names.people);
  for (const { path, environment, fields } of groupsSaid(file)) {
    const provider = environment === undefined ? 'local' : file.environments?.[environment]?.provider;
    if (provider !== 'local') continue;
    for (const [index, member] of (fields.members ?? []).entries()) {
      if (known.has(member)) continue;
      const shown = shortened(member);
      yield error({
        code: 'member.unknown',
        message: `"${shown}" is nobody: no such person is declared under "people".`,
        path: [...path, 'members', index],
        on: 'value',
        remedy: () =>
          replaceByNearest(member, known) ??
          addTo([], 'people', file.people !== undefined, [member, { name: member }], `Add the person "${shown}"`),
      });
    }
  }
};
