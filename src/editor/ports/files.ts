import * as vscode from 'vscode';
import { SsoError } from '../../base/ssoError.ts';
import type { LinkedFiles } from '../../ports.ts';

/** Bytes. Larger files are nobody's declaration nor source. */
const largestFile = 16 * 1024 * 1024;

const notReadable = (path: string): SsoError =>
  new SsoError('file.unreadable', {
    message: `${path} is no ordinary file of a readable size, so it was not read.`,
    hint: 'Look at what it is; a repository can hold links to anything.',
  });

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
        const uri = place(path);
        const { type, size } = await vscode.workspace.fs.stat(uri);
        if (!(type & vscode.FileType.File) || size > largestFile) throw notReadable(path);
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async write(path, text) {
      if (await this.isLink(path)) {
        throw new SsoError('file.isLink', {
          message: `${path} is a symbolic link, or lies behind one, so it was not written.`,
          hint: 'Replace the link by a file.',
        });
      }
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

const isAbsent = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && (error.code === 'FileNotFound' || error.code === 'FileNotADirectory');

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
