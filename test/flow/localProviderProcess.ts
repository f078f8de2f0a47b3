import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ProviderProcess {
  readonly issuer: string;
  /** Sends JSON to the admin API; fails unless it answers with a success. */
  readonly admin: (method: string, path: string, body: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const program = join(import.meta.dirname, '..', '..', 'src', 'localProvider', 'main.ts');

/** The real local provider in a process of its own, on a port that the system chose, with this declaration. */
export async function startLocalProvider(folder: string, declaration: unknown): Promise<ProviderProcess> {
  const state = join(folder, 'state');
  const file = join(folder, 'sso.json');
  await mkdir(state, { recursive: true });
  await writeFile(file, JSON.stringify(declaration, null, 2));
  const args = [program, '--state', state, '--port', '0', '--declaration', file, '--linger', '60000'];
  const provider = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(provider.stdout).once('line', resolve);
    provider.once('error', reject).once('exit', (code) => {
      reject(new Error(`The provider ended with ${String(code)} before it was ready.`));
    });
  });
  const { issuer } = JSON.parse(line) as { readonly issuer: string };
  const { secret } = JSON.parse(await readFile(join(state, 'identity.json'), 'utf8')) as { readonly secret: string };
  return {
    issuer,
    admin: async (method, path, body) => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const response = await fetch(issuer + path, { method, headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
      return response.json();
    },
    stop: async () => {
      const exit = once(provider, 'exit');
      provider.kill();
      await exit;
    },
  };
}
