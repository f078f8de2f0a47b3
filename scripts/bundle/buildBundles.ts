/** Builds everything once. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleFolder, bundles, largestEntry, type BundleMode } from './bundles.ts';

/** Prints what is wrong and returns false when the build failed. */
export async function buildBundles(mode: BundleMode): Promise<boolean> {
  try {
    for (const options of bundles(mode)) await build(options);
  } catch (error) {
    // esbuild has printed its own errors, with the lines of code they are about
    if (!(error instanceof Error && 'errors' in error)) console.error(error instanceof Error ? error.message : error);
    return false;
  }
  const entrySize = statSync(join(bundleFolder, 'extension.js')).size;
  if (!mode.development && entrySize > largestEntry) {
    console.error(
      `dist/extension.js has ${String(entrySize)} bytes; more than ${String(largestEntry)} slow activation.`,
    );
    return false;
  }
  return true;
}
