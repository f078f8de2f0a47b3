/** Gives a test, or a person, a workspace of their own, so that the checkout stays as it is. */
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { workspaceParents } from '../project.ts';

/** Copies the sample of this name into `target`, without what was installed or built in it. */
export function copyWorkspace(name: string, target: string): void {
  const source = workspaceParents.map((parent) => join(parent, name)).find((folder) => existsSync(folder));
  if (source === undefined) throw new Error(`no workspace ${name} in ${workspaceParents.join(' or ')}`);
  cpSync(source, target, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
}
