import type { Files } from '../ports.ts';
import type { Manifest } from './manifest.ts';

/**
 * The port on which an application listens while it is developed, from the strongest hint to the weakest: its scripts, its
 * environment files, the configuration of its tools, its sources, what its framework does by default.
 */
export async function portHint(files: Files, folder: string, manifest: Manifest): Promise<number | undefined> {
  const scripts = startScripts.flatMap((script) => manifest.scripts.get(script) ?? []);
  const inScripts = firstPort(scripts.join('\n'), scriptPatterns);
  if (inScripts !== undefined) return inScripts;
  for (const { names, patterns } of fileHints) {
    for (const name of names) {
      const text = await files.read(folder === '' ? name : `${folder}/${name}`);
      const port = text === undefined ? undefined : firstPort(text.slice(0, mostRead), patterns);
      if (port !== undefined) return port;
    }
  }
  return frameworkPorts.find(([dependency]) => manifest.dependencies.has(dependency))?.[1];
}

export const startScripts: readonly string[] = ['dev', 'start', 'serve', 'develop', 'start:dev'];

/** Characters of a file that are looked through. */
const mostRead = 200_000;

const scriptPatterns = [/\bPORT=(\d{2,5})\b/, /(?:--port|--listen|-p)[ =](\d{2,5})\b/];

const sources = ['', 'src/'].flatMap((where) =>
  ['server', 'index', 'app', 'main'].flatMap((name) =>
    ['js', 'ts', 'mjs', 'cjs'].map((extension) => `${where}${name}.${extension}`),
  ),
);

const fileHints: readonly { readonly names: readonly string[]; readonly patterns: readonly RegExp[] }[] = [
  {
    names: ['.env.development.local', '.env.local', '.env.development', '.env', '.env.example'],
    patterns: [/^[ \t]*(?:export[ \t]+)?PORT[ \t]*=[ \t]*["']?(\d{2,5})\b/m],
  },
  {
    names: ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'nuxt.config.ts', 'astro.config.mjs'],
    patterns: [/\bport:\s*(\d{2,5})\b/],
  },
  {
    names: sources,
    patterns: [
      /\bPORT['"]?\]?\s*(?:\|\||\?\?)\s*['"]?(\d{2,5})\b/,
      /\blisten\(\s*(\d{2,5})\b/,
      /\bport\s*[:=]\s*(\d{2,5})\b/i,
    ],
  },
];

/** What a framework's own server takes when nobody says anything. Express and its like take none. */
const frameworkPorts: readonly (readonly [dependency: string, port: number])[] = [
  ['next', 3000],
  ['nuxt', 3000],
  ['@angular/cli', 4200],
  ['astro', 4321],
  ['react-scripts', 3000],
  ['vite', 5173],
];

function firstPort(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const port = Number(pattern.exec(text)?.[1]);
    if (port >= 1 && port <= 65535) return port;
  }
  return undefined;
}
