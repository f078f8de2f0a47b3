/** Files, and parts of files, that are made from another place in the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { projectFolder } from '../../test/editorHost/project.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { signInPoints } from './signInPoints.ts';
import { signInRequirements } from './signInRequirements.ts';
import { testTitles } from './testTitles.ts';

export interface GeneratedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly wanted: string;
  readonly committed: string | undefined;
}

export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return [
    await schema(),
    await readme(readManifest()),
    await generatedFile('docs/sign-in-requirements.md', signInRequirements(signInPoints, testTitles())),
  ];
}

async function schema(): Promise<GeneratedFile> {
  const source = 'src/declaration/schema.ts';
  if (!existsSync(join(projectFolder, source)))
    throw new Error(`Cannot generate the JSON schema: ${source} is missing.`);
  const module = (await import(pathToFileURL(join(projectFolder, source)).href)) as { declarationSchema?: unknown };
  if (typeof module.declarationSchema !== 'function') throw new Error(`${source} exports no declarationSchema().`);
  const generated: unknown = Reflect.apply(module.declarationSchema, undefined, []);
  return generatedFile('media/sso.schema.json', JSON.stringify(generated));
}

async function readme(manifest: Manifest): Promise<GeneratedFile> {
  const path = 'README.md';
  const committed = readCommitted(path);
  if (committed === undefined) throw new Error('Cannot generate the tables of README.md: the file is missing.');
  const withCommands = replaceBetween(committed, 'commands', commandTable(manifest));
  return generatedFile(path, replaceBetween(withCommands, 'settings', settingTable(manifest)));
}

async function generatedFile(path: string, content: string): Promise<GeneratedFile> {
  const filepath = join(projectFolder, path);
  const wanted = await format(content, { ...(await resolveConfig(filepath)), filepath });
  return { path, wanted, committed: readCommitted(path) };
}

function readCommitted(path: string): string | undefined {
  const file = join(projectFolder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${start} and ${end}, in this order.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

export function commandTable({ contributes }: Manifest): string {
  const hidden = new Set(
    (contributes?.menus?.['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command),
  );
  const rows = (contributes?.commands ?? [])
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => [category ? `${category}: ${title}` : title, `\`${command}\``]);
  return table(['Command', 'Identifier'], rows);
}

export function settingTable({ contributes }: Manifest): string {
  const properties = Object.entries(contributes?.configuration?.properties ?? {});
  const rows = properties.map(([name, { description, markdownDescription, default: value, scope }]) => [
    `\`${name}\``,
    markdownDescription ?? description ?? '',
    `\`${JSON.stringify(value ?? null)}\``,
    scope ?? 'window',
  ]);
  return table(['Setting', 'Meaning', 'Default', 'Scope'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
