import assert from 'node:assert/strict';
import { declarationSchema } from './schema.ts';

describe('declarationSchema', () => {
  it('is of draft 07, allows comments, and explains every key', () => {
    const schema = declarationSchema();
    assert.equal(Reflect.get(schema, '$schema'), 'http://json-schema.org/draft-07/schema#');
    assert.deepEqual(unexplained(schema), []);
  });
});

/** Paths of properties without a description. */
function unexplained(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, additionalProperties }: { properties?: object; additionalProperties?: unknown } = schema;
  const own = Object.entries(properties).flatMap(([key, below]: [string, object]) => [
    ...('description' in below && typeof below.description === 'string' ? [] : [`${path}${key}`]),
    ...unexplained(below, `${path}${key}.`),
  ]);
  return [...own, ...unexplained(additionalProperties, `${path}*.`)];
}
