import { readFileSync } from 'node:fs';

/**
 * Source of a module that stands in for `vscode`: it has every name of the API, each of which can be called, built,
 * extended and asked for anything, and does nothing. Both extensions meet the same one.
 */
export function editorStandIn(typesFile: string): string {
  const names = [
    ...readFileSync(typesFile, 'utf8').matchAll(
      /^\texport (?:abstract )?(?:namespace|class|enum|const|function) (\w+)/gm,
    ),
  ].map(([, name]) => name ?? '');
  return `${body}
${[...new Set(names)].map((name) => `export const ${name} = anything();`).join('\n')}
export const context = { ...Object.fromEntries(['extension', 'globalState', 'workspaceState', 'secrets', 'environmentVariableCollection', 'extensionUri', 'globalStorageUri', 'logUri', 'storageUri'].map((name) => [name, anything()])), subscriptions: [], extensionPath: '/', asAbsolutePath: (path) => path };
`;
}

const body = `
const members = {
  get: (target, name) => {
    if (name === 'then') return undefined;
    if (name === 'prototype') return target.prototype;
    if (name === Symbol.toPrimitive) return () => '';
    if (name === Symbol.iterator) return () => [][Symbol.iterator]();
    const own = Reflect.get(target, name);
    if (typeof name === 'symbol' || Object.hasOwn(target, name)) return own;
    const made = anything();
    Reflect.set(target, name, made);
    return made;
  },
  apply: () => anything(),
  construct: (target, values, newTarget) => Reflect.construct(target, values, newTarget),
};
function anything() {
  const target = function () {};
  target.prototype = new Proxy({}, { get: (kept, name) => (Object.hasOwn(kept, name) || typeof name === 'symbol' ? Reflect.get(kept, name) : anything()) });
  for (const name of ['name', 'length']) delete target[name];
  return new Proxy(target, members);
}
`;
