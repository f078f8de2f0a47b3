import type { Path } from './problem.ts';
import { placeOf, propertiesOf, readTree } from './tree.ts';

/** Where an entry begins: the offset of its key's opening quote, in UTF-16 units. */
export interface Place {
  readonly key: string;
  readonly offset: number;
}

export interface Places {
  readonly environments: readonly Place[];
  readonly applications: readonly Place[];
  readonly groups: readonly Place[];
  readonly people: readonly Place[];
}

/** Where the entries of `sso.json` stand, also in a text with errors. Never throws. */
export function locate(text: string): Places {
  const root = rootOf(text);
  const places = (section: string): readonly Place[] => {
    const value = placeOf(root, [section])?.value;
    return [...(value ? propertiesOf(value) : [])].map(([key, place]) => ({ key, offset: place.key?.offset ?? 0 }));
  };
  return {
    environments: places('environments'),
    applications: places('applications'),
    groups: places('groups'),
    people: places('people'),
  };
}

/** Where the key at a path, or the element of a list, begins. Undefined when there is none. */
export function offsetOf(text: string, path: Path): number | undefined {
  const place = placeOf(rootOf(text), path);
  return (place?.key ?? place?.value)?.offset;
}

function rootOf(text: string) {
  const tree = readTree(text);
  return tree.kind === 'read' ? tree.root : undefined;
}
