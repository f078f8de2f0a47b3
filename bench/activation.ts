import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFolder } from '../test/editorHost/project.ts';
import { editorStandIn } from './editorStandIn.ts';
import { takeTurns, type Outcome } from './measure.ts';

const rounds = 15;
const ours = join(projectFolder, 'dist', 'extension.js');
const theirs = join(
  projectFolder,
  'test/editorHost/server/node_modules/code-server/lib/vscode/extensions/github-authentication/dist/extension.js',
);

interface Figures {
  readonly activation: number;
  readonly afterwards: number;
  readonly connections: number;
}

/** Goal 1: loading and activating the shipped entry, against the GitHub authentication that comes with the editor; each time in a fresh process. */
export async function activation(): Promise<readonly Outcome[]> {
  const name = 'loading and activating, against github-authentication';
  if (!existsSync(theirs)) return [{ name, missing: 'the editor for tests is not installed; npm test installs it' }];
  const folder = mkdtempSync(join(tmpdir(), 'sso-bench-'));
  try {
    const standIn = join(folder, 'vscode.mjs');
    writeFileSync(standIn, editorStandIn(join(projectFolder, 'node_modules/@types/vscode/index.d.ts')));
    const rest = readdirSync(join(projectFolder, 'dist')).find((file) => /^start-\w+\.js$/.test(file));
    const afterwards: number[] = [];
    let connections = 0;
    const [product = NaN, anchor = NaN, whole = NaN] = await takeTurns(rounds, [
      async () => {
        const figures = await inFreshProcess([ours, 'import', standIn]);
        connections += figures.connections;
        return figures.activation;
      },
      async () => (await inFreshProcess([theirs, 'require', standIn])).activation,
      async () => {
        if (rest === undefined) return NaN;
        const figures = await inFreshProcess([ours, 'import', standIn, join(projectFolder, 'dist', rest)]);
        afterwards.push(figures.afterwards);
        return figures.activation + figures.afterwards;
      },
    ]);
    return [
      { name, product, anchor, unit: 'ms', goal: 0.15 },
      { name: '  with the part that is loaded right afterwards', product: whole, anchor, unit: 'ms' },
      { name: '  connections opened meanwhile', product: connections, anchor: 1, unit: 'requests', goal: 0 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function inFreshProcess(values: readonly string[]): Promise<Figures> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'processes', 'activation.ts'), ...values], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const line = printed.split('\n').find((each) => each.startsWith('{"activation"'));
  if (line === undefined)
    throw new Error(`The extension ${values[0] ?? ''} did not activate: ${complaints.slice(0, 2000)}`);
  return JSON.parse(line) as Figures;
}
