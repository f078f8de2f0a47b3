/** Rule 9: public names are spelt once in code, and package.json says the same. */
import type { Contributions } from '../../scripts/documents/manifest.ts';

export interface PublicNames {
  readonly commands: readonly string[];
  readonly views: readonly string[];
  readonly settings: readonly string[];
  readonly contextKeys: readonly string[];
}

/** Names that only one side knows. */
export function contributionProblems(code: PublicNames, contributes: Contributions): readonly string[] {
  const manifest: PublicNames = {
    commands: (contributes.commands ?? []).map(({ command }) => command),
    views: Object.values(contributes.views ?? {}).flatMap((views) => views.map(({ id }) => id)),
    settings: Object.keys(contributes.configuration?.properties ?? {}),
    contextKeys: [...new Set(whenClauses(contributes).flatMap(ownContextKeys))],
  };
  const kinds = ['commands', 'views', 'settings', 'contextKeys'] as const;
  return [
    ...kinds.flatMap((kind) => [
      ...code[kind].filter((name) => !manifest[kind].includes(name)).map((name) => `${kind}: ${name} only in code`),
      ...manifest[kind]
        .filter((name) => !code[kind].includes(name))
        .map((name) => `${kind}: ${name} only in package.json`),
    ]),
    ...commandsReferredTo(contributes)
      .filter((name) => name.startsWith('sso.') && !manifest.commands.includes(name))
      .map((name) => `commands: ${name} is referred to, but not contributed`),
  ];
}

function whenClauses(contributes: Contributions): readonly string[] {
  return [
    ...Object.values(contributes.menus ?? {}).flat(),
    ...Object.values(contributes.views ?? {}).flat(),
    ...(contributes.viewsWelcome ?? []),
    ...(contributes.keybindings ?? []),
    ...(contributes.commands ?? []).map(({ enablement }) => ({ when: enablement })),
  ].flatMap(({ when }) => (when === undefined ? [] : [when]));
}

/** Names on the left of an operator or alone: `view == sso.applications` speaks of a view, not of a key. */
function ownContextKeys(when: string): readonly string[] {
  return when
    .split(/&&|\|\||[()]/)
    .map(
      (term) =>
        term
          .replace(/^\s*!+\s*/, '')
          .trim()
          .split(/\s|==|!=|=~|<|>/)[0] ?? '',
    )
    .filter((name) => name.startsWith('sso.'));
}

function commandsReferredTo(contributes: Contributions): readonly string[] {
  const inMenus = Object.values(contributes.menus ?? {})
    .flat()
    .flatMap(({ command }) => (command === undefined ? [] : [command]));
  const inKeys = (contributes.keybindings ?? []).map(({ command }) => command);
  const inTexts = [...JSON.stringify(contributes).matchAll(/command:([\w.]+)/g)].flatMap(([, name]) => name ?? []);
  return [...inMenus, ...inKeys, ...inTexts];
}
