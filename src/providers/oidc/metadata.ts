/** A provider's metadata document, distrusted: read field by field, so that one wrong field does not hide the others. */
export type Metadata = Readonly<Record<string, unknown>>;

export function text(metadata: Metadata, name: string): string | undefined {
  const value = metadata[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list, each once; undefined where there is no list. Longer lists than anybody publishes are cut. */
export function texts(metadata: Metadata, name: string): readonly string[] | undefined {
  const value = metadata[name];
  if (!Array.isArray(value)) return undefined;
  return [...new Set(value.filter((element) => typeof element === 'string'))].slice(0, longestList);
}

export const isTrue = (metadata: Metadata, name: string): boolean => metadata[name] === true;

const longestList = 500;
