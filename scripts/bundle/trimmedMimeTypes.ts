/** The local provider speaks a handful of media types; the table of all of them is half of its bundle and slows its start. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const spoken = new Set([
  'application/json',
  'application/jwk-set+json',
  'application/jwt',
  'application/octet-stream',
  'application/scim+json',
  'application/x-www-form-urlencoded',
  'image/svg+xml',
  'multipart/form-data',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
]);

export const trimmedMimeTypes: Plugin = {
  name: 'trimmed-mime-types',
  setup(build) {
    build.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, ({ path }) => {
      const all = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      const kept = Object.entries(all).filter(([type]) => spoken.has(type));
      return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
    });
  },
};
