import { oneLineWithoutMarkup } from '../base/foreignText.ts';

/** Editors make icons of `$(name)` and links of `[x](y)` in some places; a name has neither. */
const plainLabel = (text: string): string | undefined =>
  oneLineWithoutMarkup(text)
    ?.replace(/\$(?=\s*\()/g, '')
    .trim();

/** The words by which people know an account: the first of these claims that says something, else its subject. */
const preferred = ['name', 'email', 'preferred_username'] as const;

/** True when the claims say more than the subject. */
export const isNamed = (claims: Readonly<Record<string, unknown>> = {}): boolean => nameIn(claims) !== undefined;

export const labelOf = (claims: Readonly<Record<string, unknown>> & { readonly sub: string }): string =>
  nameIn(claims) ?? plainLabel(claims.sub) ?? 'somebody without a name';

function nameIn(claims: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of preferred) {
    const value = claims[name];
    const label = typeof value === 'string' ? plainLabel(value) : undefined;
    if (label !== undefined) return label;
  }
  return undefined;
}

/** What to suggest an account by (OpenID Connect Core 1.0, 3.1.2.1, `login_hint`): what people sign in with, where the provider says it. */
export function hintOf(claims: Readonly<Record<string, unknown>>): { readonly loginHint?: string } {
  const hint = [claims['preferred_username'], claims['email']].find((value) => typeof value === 'string');
  return typeof hint === 'string' && hint.length <= 320 ? { loginHint: hint } : {};
}
