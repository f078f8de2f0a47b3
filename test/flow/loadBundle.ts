/**
 * Run by `bundle.test.ts` in a process of its own: loads every part of an unpacked extension with a stand-in for the
 * editor, activates it, and prints what was loaded. Arguments: the stand-in's file, the folder of the bundle.
 */
import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [standIn = '', folder = ''] = process.argv.slice(2);
const url = pathToFileURL(standIn).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
});

const load = async (file: string): Promise<unknown> => import(pathToFileURL(file).href);

const { context } = (await load(standIn)) as { context: unknown };
const extension = (await load(join(folder, 'extension.js'))) as { activate: (context: unknown) => unknown };
await extension.activate(context);
const parts = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.startsWith('localProvider'));
for (const part of parts) await load(join(folder, part));
process.stdout.write(JSON.stringify(parts), () => process.exit(0));
