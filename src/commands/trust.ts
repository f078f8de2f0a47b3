import { SsoError } from '../base/ssoError.ts';
import type { Workspace } from '../ports.ts';

/** Stops before anything is started, sent or written on the word of a workspace that the person does not trust yet. */
export function needTrust(workspace: Workspace): void {
  if (workspace.isTrusted()) return;
  throw new SsoError('workspace.untrusted', {
    message: 'This workspace is not trusted yet, so nothing is started, sent or written on its word.',
    hint: 'Use "Workspaces: Manage Workspace Trust", then try again.',
  });
}

/** The folder on disk that the workspace lives in. */
export function needFolder(workspace: Workspace): string {
  if (workspace.folder !== undefined) return workspace.folder;
  throw new SsoError('workspace.none', {
    message: 'This needs an open folder on a disk.',
    hint: 'Open a folder, or use "SSO: Open the Sample".',
  });
}
