import * as vscode from 'vscode';
import { SsoError } from '../../base/ssoError.ts';
import type { LinkedFiles } from '../../ports.ts';

/** Files below one folder, through the editor, so that remote and virtual workspaces work as well. */
export function filesBelow(root: vscode.Uri | undefined): LinkedFiles {
  const place = (path: string): vscode.Uri => {
    if (!root) throw new SsoError('workspace.none', { message: 'This needs an open folder.', hint: 'Open a folder.' });
    return vscode.Uri.joinPath(root, path);
  };
  return {
    async read(path) {
      if (!root) return undefined;
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(place(path)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async write(path, text) {
      await vscode.workspace.fs.writeFile(place(path), new TextEncoder().encode(text));
    },
    async list(path) {
      if (!root) return [];
      try {
        const entries = await vscode.workspace.fs.readDirectory(place(path));
        return entries.map(([name, type]) => (type & vscode.FileType.Directory ? `${name}/` : name));
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    },
    async isLink(path) {
      const steps = path.split('/');
      for (let depth = 1; depth <= steps.length; depth++) {
        try {
          const { type } = await vscode.workspace.fs.stat(place(steps.slice(0, depth).join('/')));
          if (type & vscode.FileType.SymbolicLink) return true;
        } catch (error) {
          if (isAbsent(error)) return false;
          throw error;
        }
      }
      return false;
    },
  };
}

export const isAbsent = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && (error.code === 'FileNotFound' || error.code === 'FileNotADirectory');
