/** Starts the local provider as the product does, in a process of its own, and speaks to its admin API. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The program under test: a bundle where `SSO_LOCAL_PROVIDER` names one, else the sources. */
export const program = process.env['SSO_LOCAL_PROVIDER'] ?? 'src/localProvider/main.ts';

export interface FirstLine {
  readonly kind: string;
  readonly issuer: string;
  readonly instanceId: string;
  readonly code: string;
  readonly message: string;
}

export interface Launched {
  readonly child: ChildProcess;
  readonly line: FirstLine;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LocalProvider extends Launched {
  readonly state: string;
  readonly issuer: string;
  readonly secret: string;
  readonly admin: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly register: (clientId: string, fields: object) => Promise<Answer>;
}

const launched = new Set<ChildProcess>();
const folders = new Set<string>();

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sso-local-provider-'));
  folders.add(folder);
  return folder;
}

/** Writes an `sso.json` into a folder of its own. */
export function writeDeclaration(content: object | string, path = join(temporaryFolder(), 'sso.json')): string {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

export async function launch(state: string, ...args: readonly string[]): Promise<Launched> {
  const child = spawn(process.execPath, [program, '--state', state, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launched.add(child);
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const parsed: unknown = JSON.parse(line);
    return { child, line: parsed as FirstLine };
  }
  throw new Error('The provider ended without a word.');
}

/** A ready provider without a lease; it lasts a minute unless `--linger` is given. */
export async function startProvider(
  options: { state?: string; declaration?: string; args?: readonly string[] } = {},
): Promise<LocalProvider> {
  const { state = join(temporaryFolder(), 'state'), declaration, args = [] } = options;
  const named = declaration === undefined ? [] : ['--declaration', declaration];
  const { child, line } = await launch(state, '--port', '0', '--linger', '60000', ...named, ...args);
  if (line.kind !== 'ready') throw new Error(line.message);
  const secret = readState(state, 'identity.json')['secret'] as string;
  const admin: LocalProvider['admin'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${line.issuer}/admin/${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };
  const register = (clientId: string, fields: object) => admin('POST', 'applications', { clientId, fields });
  return { child, line, state, issuer: line.issuer, secret, admin, register };
}

export const readState = (state: string, name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(state, name), 'utf8')) as Record<string, unknown>;

/** Resolves when the process is gone, to its exit code. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

export async function stop({ child }: Launched, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  child.kill(signal);
  await ended(child);
}

/** Ends and removes all that this file made. */
export async function cleanUp(): Promise<void> {
  for (const child of launched) await stop({ child, line: {} as FirstLine }, 'SIGKILL');
  launched.clear();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}
