import type { LinkedFiles } from '../src/ports.ts';

/** Files that are only in memory: text by path. `written` says what was written, in order. */
export function memoryFiles(texts: Readonly<Record<string, string>>, links: readonly string[] = []) {
  const content = new Map(Object.entries(texts));
  const written: string[] = [];
  const files: LinkedFiles = {
    read: (path) => Promise.resolve(content.get(path)),
    write: (path, text) => {
      written.push(path);
      content.set(path, text);
      return Promise.resolve();
    },
    list: (folder) => {
      const below = [...content.keys(), ...links].filter((path) => folder === '' || path.startsWith(`${folder}/`));
      const names = below.map((path) => path.slice(folder === '' ? 0 : folder.length + 1).split('/'));
      return Promise.resolve([...new Set(names.map(([name = '', ...rest]) => (rest.length > 0 ? `${name}/` : name)))]);
    },
    isLink: (path) => Promise.resolve(links.some((link) => path === link || path.startsWith(`${link}/`))),
  };
  return { files, content, written };
}
