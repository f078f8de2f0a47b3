/** What is bundled, and how: the extension with its lazily loaded parts, and the local provider as a program of its own. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { projectFolder } from '../../test/editorHost/project.ts';
import { lightBuiltins } from './lightBuiltins.ts';
import { trimmedMimeTypes } from './trimmedMimeTypes.ts';

export interface BundleMode {
  /** Readable code with source maps; what ships has neither. */
  readonly development: boolean;
}

export const bundleFolder = join(projectFolder, 'dist');

/** Bytes. The entry holds what activation needs; everything else loads on first use. */
export const largestEntry = 60 * 1024;

const extensionEntry = 'src/extension.ts';
const providerEntry = 'src/localProvider/main.ts';
const providerName = 'localProvider';

export function bundles({ development }: BundleMode): readonly BuildOptions[] {
  for (const entry of [extensionEntry, providerEntry]) {
    if (!existsSync(join(projectFolder, entry))) throw new Error(`Cannot build: ${entry} is missing.`);
  }
  const common: BuildOptions = {
    absWorkingDir: projectFolder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'], // jsonc-parser's other form loads its parts in a way that cannot be bundled
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    sourcemap: development,
  };
  return [
    {
      ...common,
      entryPoints: { extension: extensionEntry },
      outdir: bundleFolder,
      splitting: true,
      chunkNames: '[name]-[hash]',
      external: ['vscode'],
      minify: !development,
      plugins: [leftovers((name) => !name.startsWith(providerName)), noRequire],
    },
    {
      ...common,
      entryPoints: { [providerName]: providerEntry },
      outdir: bundleFolder,
      splitting: true, // the entry turns on the keeping of compiled code before the rest is loaded
      chunkNames: `${providerName}-[hash]`,
      keepNames: true, // oidc-provider finds its models and mixins by the names of their classes
      minify: !development,
      banner: {
        js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
      },
      plugins: [leftovers((name) => name.startsWith(providerName)), trimmedMimeTypes, lightBuiltins],
    },
  ];
}

/** Chunks carry a hash in their names: removes those of earlier builds. */
function leftovers(isOurs: (name: string) => boolean): Plugin {
  return {
    name: 'leftovers',
    setup(build) {
      build.onEnd(({ metafile }) => {
        if (!metafile) return;
        const current = new Set(Object.keys(metafile.outputs).map((path) => resolve(projectFolder, path)));
        for (const name of readdirSync(bundleFolder).filter((name) => /\.js(\.map)?$/.test(name) && isOurs(name))) {
          if (!current.has(join(bundleFolder, name))) rmSync(join(bundleFolder, name));
        }
      });
    },
  };
}

/** A bundled CommonJS library that calls `require` would fail at run time only: an ES module has none. */
const noRequire: Plugin = {
  name: 'no-require',
  setup(build) {
    build.onEnd(({ metafile }) => ({ errors: requireCalls(metafile).map((text) => ({ text })) }));
  },
};

function requireCalls(metafile: Metafile | undefined): string[] {
  return Object.entries(metafile?.inputs ?? {}).flatMap(([file, { imports }]) =>
    imports
      .filter(({ kind, external }) => kind === 'require-call' && external === true)
      .map(({ path }) => `${file} calls require('${path}'), which an ES module does not have.`),
  );
}
