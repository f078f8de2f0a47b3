import { shortened } from '../shortened.ts';
import type { Rule } from './rule.ts';
import { applicationsSaid, information, warning } from './walk.ts';

/** Access tokens for an API are made out to its audience, so it has one, and nobody else has the same. */
export const audiences: Rule = function* ({ file }) {
  for (const [key, { type, audience, in: overrides = {} }] of Object.entries(file.applications ?? {})) {
    const isSaid = audience ?? Object.values(overrides).find((said) => said.audience !== undefined);
    if (type !== 'api' || isSaid !== undefined) continue;
    yield warning({
      code: 'audience.missing',
      message: `The API "${shortened(key)}" has no "audience", so no access token can be made out to it.`,
      path: ['applications', key],
      on: 'key',
      remedy: () => ({
        kind: 'add',
        to: ['applications', key],
        key: 'audience',
        value: `https://${key}.example.com`,
        title: 'Add an audience',
      }),
    });
  }
};

export const sameAudiences: Rule = function* ({ file }) {
  const owners = new Map<string, string>();
  for (const { key, path, environment = '', fields } of applicationsSaid(file)) {
    if (fields.audience === undefined) continue;
    const place = JSON.stringify([environment, fields.audience]);
    const other = owners.get(place);
    owners.set(place, other ?? key);
    if (other === undefined || other === key) continue;
    yield warning({
      code: 'audience.duplicate',
      message: `"${shortened(other)}" has this audience too, so a token for one is a token for the other.`,
      path: [...path, 'audience'],
      on: 'value',
    });
  }
};

/** Only an API has an audience and scopes of its own. */
export const apiKeys: Rule = function* ({ file }) {
  for (const { key: application, path, fields } of applicationsSaid(file)) {
    const type = fields.type ?? file.applications?.[application]?.type;
    if (type === undefined || type === 'api') continue;
    for (const key of ['audience', 'scopes'] as const) {
      if (fields[key] === undefined) continue;
      yield information({
        code: 'key.misplaced',
        message: `Only an application of type api has "${key}", so it has no effect here.`,
        path: [...path, key],
        on: 'key',
        remedy: () => ({ kind: 'remove', title: `Remove "${key}"` }),
      });
    }
  }
};
