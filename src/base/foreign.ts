/** True for what JSON calls an object: no list, no null. Foreign data is read through this, field by field. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The code that Node and libraries put on their errors, such as `ENOENT`; '' where there is none. */
export const errorCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
