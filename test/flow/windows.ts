import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalProvider, type LocalProviderDeps } from '../../src/providers/local/localProvider.ts';
import { realClock } from '../fakes/realClock.ts';

const program = resolve('src/localProvider/main.ts');

/** Windows that share one workspace, and so one provider. */
export class Windows {
  private stateFolder = '';
  private readonly windows: LocalProvider[] = [];

  async open(): Promise<void> {
    this.stateFolder = await mkdtemp(join(tmpdir(), 'local-provider-'));
  }

  window(edges: Partial<Pick<LocalProviderDeps, 'clock' | 'fetch'>> = {}): LocalProvider {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined };
    const windowId = `window ${String(this.windows.length)}`;
    const { stateFolder } = this;
    const window = new LocalProvider({
      stateFolder,
      program,
      clock: realClock,
      log,
      fetch,
      windowId,
      declarationFile: undefined,
      ...edges,
    });
    this.windows.push(window);
    return window;
  }

  async recorded(): Promise<{ pid: number; port: number; issuer: string }> {
    return JSON.parse(await readFile(join(this.stateFolder, 'running.json'), 'utf8')) as {
      pid: number;
      port: number;
      issuer: string;
    };
  }

  /** The admin API by hand, as somebody else would use it. */
  async admin(
    path: string,
    method = 'GET',
    body?: unknown,
    version?: string,
    base = '/admin/applications',
  ): Promise<{ version: string; leases?: number }> {
    const { issuer } = await this.recorded();
    const identity = JSON.parse(await readFile(join(this.stateFolder, 'identity.json'), 'utf8')) as { secret: string };
    const response = await fetch(`${issuer}${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${identity.secret}`,
        ...(version !== undefined && { 'if-match': version }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${method} ${path}: ${String(response.status)}`);
    const text = await response.text();
    return (text === '' ? {} : JSON.parse(text)) as { version: string; leases?: number };
  }

  async close(): Promise<void> {
    const [last] = this.windows;
    await last?.stop();
    for (const window of this.windows) window.dispose();
    await rm(this.stateFolder, { recursive: true, force: true });
  }
}
