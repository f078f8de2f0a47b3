/** package.json as the tools and the tests of the tools read it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../test/editorHost/project.ts';

export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes?: Contributions;
}

export interface Contributions {
  readonly commands?: readonly {
    readonly command: string;
    readonly title: string;
    readonly category?: string;
    readonly enablement?: string;
  }[];
  readonly views?: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
  readonly viewsWelcome?: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
  readonly menus?: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  readonly keybindings?: readonly { readonly command: string; readonly when?: string }[];
  readonly configuration?: { readonly properties?: Readonly<Record<string, Setting>> };
}

export interface Setting {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly scope?: string;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as Manifest;
}
