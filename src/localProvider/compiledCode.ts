import { mkdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { ownFolder } from '../base/ownFolder.ts';

/**
 * Keeps the compiled form of what is loaded from now on in the state folder, which is for this user alone: code in a folder
 * that others may write to would be theirs. Fails like `ownFolder`. Returns what writes it down, for when the work of starting is over.
 */
export function keepCompiledCode(state: string): () => void {
  ownFolder(state);
  const folder = join(state, 'compiledCode');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  enableCompileCache(folder);
  return () => {
    setTimeout(flushCompileCache, 1000).unref();
  };
}
