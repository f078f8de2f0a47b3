import type { Difference } from '../model/syncStatus.ts';
import { visible } from '../base/visible.ts';

/** A difference in one line. Of lists only what differs is said, since the rest is the same on both sides. */
export function differenceWords({ declared, registered }: Difference): string {
  if (!declared.includes('\n') && !registered.includes('\n')) {
    return `declared ${oneLine([declared])}, registered ${oneLine([registered])}`;
  }
  const { added, removed } = changesOf({ declared, registered });
  const sides = [
    added.length > 0 && `not registered: ${oneLine(added)}`,
    removed.length > 0 && `not declared: ${oneLine(removed)}`,
  ];
  return sides.filter((side) => side !== false).join('; ');
}

/** Values of a canonical text that applying the declaration would bring, and those it would take away. */
export function changesOf({ declared, registered }: Pick<Difference, 'declared' | 'registered'>): {
  readonly added: readonly string[];
  readonly removed: readonly string[];
} {
  const wanted = new Set(valuesOf(declared));
  const actual = new Set(valuesOf(registered));
  return {
    added: [...wanted].filter((value) => !actual.has(value)),
    removed: [...actual].filter((value) => !wanted.has(value)),
  };
}

export const valuesOf = (canonical: string): readonly string[] => (canonical === '' ? [] : canonical.split('\n'));

/** Registered values come from outside: characters that could deceive are spelt out. */
function oneLine(values: readonly string[]): string {
  const text = values.map(visible).join(', ');
  return text === '' ? 'nothing' : text;
}
