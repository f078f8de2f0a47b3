import * as vscode from 'vscode';
import type { Browser } from '../../ports.ts';

/**
 * The address goes in as text: a `Uri` would decode what is nested in its query (microsoft/vscode#85930). The published
 * types leave text out, the implementation has always taken it.
 */
type OpenExternal = (target: string) => Thenable<boolean>;

export const browser: Browser = {
  async open(url) {
    const open = vscode.env.openExternal as unknown as OpenExternal;
    return open(url);
  },
};
