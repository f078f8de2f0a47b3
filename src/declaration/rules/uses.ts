import { addTo, renameOrRemove, replaceByNearest } from '../remedies.ts';
import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { applicationsSaid, error } from './walk.ts';

/** An application uses declared APIs, and scopes that they have. */
export const uses: Rule = function* ({ file, names }) {
  const isApi = (key: string): boolean => file.applications?.[key]?.type === 'api';
  for (const { path, fields } of applicationsSaid(file)) {
    const { uses: used = {} } = fields;
    for (const [key, scopes] of Object.entries(used)) {
      const api = file.applications?.[key];
      if (!isApi(key)) {
        if (!api && names.applications.has(key)) continue;
        yield error({
          code: 'use.applicationUnknown',
          message: api
            ? `"${shortened(key)}" is not of type api, so it has no scopes to use.`
            : `No API "${shortened(key)}" is declared.`,
          path: [...path, 'uses', key],
          on: 'key',
          remedy: () => renameOrRemove(key, [...names.applications].filter(isApi), used),
        });
        continue;
      }
      const known = new Set([api, ...Object.values(api?.in ?? {})].flatMap((said) => Object.keys(said?.scopes ?? {})));
      for (const [index, scope] of scopes.entries()) {
        if (known.has(scope)) continue;
        yield error({
          code: 'use.scopeUnknown',
          message: `The API "${shortened(key)}" has no scope "${shortened(scope)}".`,
          path: [...path, 'uses', key, index],
          on: 'value',
          remedy: () =>
            replaceByNearest(scope, known) ??
            addTo(
              ['applications', key],
              'scopes',
              api?.scopes !== undefined,
              [scope, ''],
              `Add the scope "${shortened(scope)}"`,
            ),
        });
      }
    }
  }
};
