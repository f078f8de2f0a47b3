import { toJSONSchema } from 'zod/mini';
import { descriptionOf } from './descriptions.ts';
import { fileShape } from './shape.ts';

/**
 * The JSON schema (draft-07) that editors complete and explain `sso.json` with; `media/sso.schema.json` is its text.
 * Only for generating: nothing that runs in the product imports this file.
 */
export function declarationSchema(): object {
  const schema = toJSONSchema(fileShape, { target: 'draft-07' });
  describe(schema, []);
  leaveUnknownKeysToUs(schema);
  const { $schema, ...rest } = schema;
  return {
    $schema,
    $comment: 'Generated from src/declaration/shape.ts by `npm run generate`.',
    title: 'sso.json of SSO Toolkit',
    allowComments: true,
    allowTrailingCommas: true,
    ...rest,
  };
}

/** Gives every property its words from the one table. */
function describe(schema: object, path: readonly string[]): void {
  const properties = part(schema, 'properties');
  for (const [key, below] of Object.entries(properties ?? {})) describeBelow(below, [...path, key]);
  const additional = part(schema, 'additionalProperties');
  if (additional) describe(additional, [...path, '*']);
}

/** Unknown keys are told by the product, with a fix; the editor would underline them a second time. */
function leaveUnknownKeysToUs(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  if (Reflect.get(schema, 'additionalProperties') === false) Reflect.deleteProperty(schema, 'additionalProperties');
  for (const below of Object.values(schema)) leaveUnknownKeysToUs(below);
}

function describeBelow(schema: unknown, path: readonly string[]): void {
  if (typeof schema !== 'object' || schema === null) return;
  Object.assign(schema, { description: descriptionOf(path) });
  describe(schema, path);
}

function part(schema: object, key: string): object | undefined {
  const value: unknown = Reflect.get(schema, key);
  return typeof value === 'object' && value !== null ? value : undefined;
}
