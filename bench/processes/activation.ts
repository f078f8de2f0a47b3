/**
 * Run by `bench/activation.ts` in a process of its own: loads one extension and activates it, with a stand-in for the
 * editor, and prints how long that took. Arguments: entry file, how it is loaded (`import` or `require`), the
 * stand-in's file, and optionally a file to load afterwards.
 */
import { createRequire, registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';

interface Extension {
  activate(context: unknown): unknown;
}

const [entry = '', way = 'import', standIn = '', rest = ''] = process.argv.slice(2);
const url = pathToFileURL(standIn).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
});

let connections = 0;
const connect = Reflect.get(Socket.prototype, 'connect') as (...values: unknown[]) => Socket;
Reflect.set(Socket.prototype, 'connect', function counted(this: Socket, ...values: unknown[]): Socket {
  connections++;
  return connect.apply(this, values);
});

const { context } = (await import(url)) as { context: unknown };
const require = createRequire(import.meta.url);

const started = performance.now();
const extension = (way === 'require' ? require(entry) : await import(pathToFileURL(entry).href)) as Extension;
await extension.activate(context);
const activation = performance.now() - started;

let afterwards = 0;
if (rest !== '') {
  const begun = performance.now();
  await import(pathToFileURL(rest).href);
  afterwards = performance.now() - begun;
}
process.stdout.write(`${JSON.stringify({ activation, afterwards, connections })}\n`, () => process.exit(0));
