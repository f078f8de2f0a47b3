import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectFolder } from '../test/editorHost/project.ts';
import { takeTurns, type Outcome } from './measure.ts';
import { ask } from './userAgent.ts';

const rounds = 11;
const ours = join(projectFolder, 'dist', 'localProvider.js');
const theirs = join(projectFolder, 'node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs');
const declaration = join(projectFolder, 'samples', 'plain-express', 'sso.json');

interface Started {
  readonly milliseconds: number;
  /** Resident memory in MB; NaN where the system does not tell. */
  readonly memory: number;
}

/** Goal 3: from spawning until discovery answers. The local provider serves the people and groups of the sample. */
export async function startRace(): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sso-bench-'));
  const memory: Record<'product' | 'anchor', number> = { product: NaN, anchor: NaN };
  let count = 0;
  const start = async (state: string): Promise<number> => {
    const people = existsSync(declaration) ? ['--declaration', declaration] : [];
    const started = await startAndEnd((port) => [ours, '--state', state, '--port', String(port), ...people]);
    memory.product = started.memory;
    return started.milliseconds;
  };
  try {
    const [again = NaN, first = NaN, anchor = NaN] = await takeTurns(rounds, [
      () => start(join(folder, 'kept')),
      () => start(join(folder, String(count++))),
      async () => {
        const started = await startAndEnd((port) => [theirs, '-a', '127.0.0.1', '-p', String(port)]);
        memory.anchor = started.memory;
        return started.milliseconds;
      },
    ]);
    const name = 'local provider, from spawning to discovery, against oauth2-mock-server';
    return [
      { name, product: again, anchor, unit: 'ms', goal: 0.75 },
      { name: '  the very first start, without keys', product: first, anchor, unit: 'ms' },
      ...(Number.isNaN(memory.product)
        ? [{ name: '  memory (RSS)', missing: 'only Linux tells it through /proc' }]
        : [
            {
              name: '  memory (RSS), against 90 MB',
              product: memory.product,
              anchor: 90,
              unit: 'MB' as const,
              goal: 1,
            },
            {
              name: '  memory (RSS), against oauth2-mock-server',
              product: memory.product,
              anchor: memory.anchor,
              unit: 'MB' as const,
            },
          ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAndEnd(command: (port: number) => readonly string[]): Promise<Started> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, command(port), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: cleanEnvironment(),
  });
  const ended = once(child, 'exit');
  try {
    await untilDiscovered(`http://127.0.0.1:${String(port)}/.well-known/openid-configuration`, child);
    return { milliseconds: performance.now() - started, memory: residentMemory(child.pid) };
  } finally {
    child.kill();
    await ended;
  }
}

/** As the extension starts it: without the variables of the process that runs this. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NODE|npm)_/i.test(name)));

async function untilDiscovered(address: string, child: ChildProcess): Promise<void> {
  const limit = performance.now() + 15_000;
  while (performance.now() < limit && child.exitCode === null) {
    const status = await ask(address).then(
      (answer) => answer.status,
      () => 0, // nothing listens yet
    );
    if (status === 200) return;
    await wait(2);
  }
  throw new Error('A provider did not start.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function residentMemory(pid: number | undefined): number {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) return NaN;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
