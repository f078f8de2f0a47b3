import type { ApplicationFields } from '../model/application.ts';
import { comparedFields } from '../sync/comparedFields.ts';
import type { Standing } from '../sync/plan.ts';
import { valuesOf } from './differenceWords.ts';
import { visible } from '../base/visible.ts';

/** The declared side for the diff editor: stable order, one value per line, and only what was compared. */
export function declaredText(standing: Standing): string {
  return text(standing, standing.declared.fields);
}

/** The registered side. Whatever differs from {@link declaredText} is a difference of the comparison, and the other way round. */
export function registeredText(standing: Standing): string {
  const { found } = standing;
  if (found.kind === 'found') return text(standing, found.application.fields);
  return found.kind === 'absent' ? '// not registered\n' : '// could not be read\n';
}

/** Fields that nobody declared are left out, and so are those that the provider cannot hold: they count for nothing. */
function text(standing: Standing, side: ApplicationFields): string {
  const entries = comparedFields.flatMap(({ name, canonical }): [string, unknown][] => {
    const declared = canonical(standing.declared.fields);
    if (declared === undefined || !wasCompared(standing, name)) return [];
    const values = valuesOf(canonical(side) ?? '').map(visible);
    return [[name, Array.isArray(standing.declared.fields[name]) ? values : (values[0] ?? null)]];
  });
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

function wasCompared({ declared, found, status }: Standing, name: keyof ApplicationFields): boolean {
  if (found.kind !== 'found') return true;
  const field = comparedFields.find((compared) => compared.name === name);
  if (!field) return false;
  const differs =
    status.kind === 'outOfSync' && status.differences.some((difference) => difference.field === field.label);
  return differs || field.canonical(declared.fields) === (field.canonical(found.application.fields) ?? '');
}
