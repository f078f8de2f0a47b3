import { oneLine } from '../base/foreignText.ts';

/** The words by which people know an account: the first of these claims that says something, else its subject. */
const preferred = ['name', 'email', 'preferred_username'] as const;

export function labelOf(claims: Readonly<Record<string, unknown>> & { readonly sub: string }): string {
  for (const name of preferred) {
    const value = claims[name];
    const label = typeof value === 'string' ? oneLine(value) : undefined;
    if (label !== undefined) return label;
  }
  return oneLine(claims.sub) ?? 'somebody without a name';
}
