/** Local providers outlive the window that started them, by some seconds: whoever throws a profile away ends them at once. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Ends those that were started since then (milliseconds) from a profile in `folder`. Synchronous, for exit handlers. */
export function endLocalProviders(folder: string, since: number): void {
  for (const file of globSync('{,*/}User/globalStorage/*/localProviders/*/running.json', { cwd: folder })) {
    const path = join(folder, file);
    if (statSync(path).mtimeMs < since) continue; // of an earlier run, and its process id may be somebody else's by now
    const { pid } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number };
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // ended by itself meanwhile
    }
  }
}
