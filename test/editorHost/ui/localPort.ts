/** The product's local provider has one port by default; tests that share it would meet each other's providers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rewrites the port of the local environment in a workspace's sso.json, also in one that a test has just declared. */
export function useLocalPort(workspaceFolder: string, port: number): void {
  const file = join(workspaceFolder, 'sso.json');
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const replaced = text.replace(/("provider"\s*:\s*"local"\s*,\s*"port"\s*:\s*)\d+/, `$1${String(port)}`);
  if (replaced !== text) writeFileSync(file, replaced);
}
