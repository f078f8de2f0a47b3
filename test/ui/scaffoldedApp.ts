/** Starts an application of a test folder as its developer would, with `node`, and tells where it runs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface RunningApp {
  readonly url: string;
  /** What it wrote so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const projectRoot = join(import.meta.dirname, '..', '..');
const ownVariables = /^(?:SSO_|BASE_URL$|SESSION_SECRET$|PORT$|NODE_OPTIONS$)/;

/**
 * Starts `file` in `folder` on `port`, and resolves once it says that it listens there. Its packages are those of this
 * project, so that no test installs any. `.env` of the folder counts; variables of this process with the same names do not.
 */
export async function startScaffoldedApp(folder: string, port: number, file = 'server.js'): Promise<RunningApp> {
  const packages = join(folder, 'node_modules');
  if (!existsSync(packages)) symlinkSync(join(projectRoot, 'node_modules'), packages, 'junction');
  const inherited = Object.entries(process.env).filter(([name]) => !ownVariables.test(name));
  const app = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const [said] = /http:\/\/localhost:\d+/.exec(output) ?? [];
      if (said !== undefined) resolve(said);
    };
    app.stdout.on('data', read);
    app.stderr.on('data', read);
    app.once('error', reject);
    app.once('exit', (code) => {
      reject(new Error(`The application ended with ${String(code)} before it was ready:\n${output}`));
    });
  });
  return { url, output: () => output, stop: () => ended(app) };
}

async function ended(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const exit = once(app, 'exit');
  app.kill();
  await exit;
}

/** A port of this machine that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
