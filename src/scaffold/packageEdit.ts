import { applyEdits, modify, parseTree, findNodeAtLocation, type FormattingOptions } from 'jsonc-parser';

/** What the generated code needs; the ranges are those it is tested with. */
const neededPackages = { 'express-session': '^1.19.0', 'openid-client': '^6.9.0' } as const;
const neededTypes = { '@types/express-session': '^1.19.0' } as const;

/** `package.json` with the packages that are not named in it yet, in the order of the alphabet. Formatting stays. */
export function withPackages(
  text: string,
  present: { readonly has: (name: string) => boolean },
  language: 'javascript' | 'typescript',
): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const edited = add(text.slice(mark.length), 'dependencies', neededPackages, present);
  return mark + (language === 'typescript' ? add(edited, 'devDependencies', neededTypes, present) : edited);
}

function add(
  text: string,
  section: string,
  packages: Readonly<Record<string, string>>,
  present: { readonly has: (name: string) => boolean },
): string {
  return Object.entries(packages).reduce((current, [name, range]) => {
    if (present.has(name)) return current;
    const names = sectionNames(current, section);
    const place = names.findIndex((other) => other > name);
    const options = {
      formattingOptions: formattingOf(current),
      getInsertionIndex: () => (place < 0 ? names.length : place),
    };
    return applyEdits(current, modify(current, [section, name], range, options));
  }, text);
}

function sectionNames(text: string, section: string): readonly string[] {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, [section]);
  return (node?.children ?? []).map((property) => String(property.children?.[0]?.value));
}

function formattingOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}
