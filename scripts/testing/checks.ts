/** The checks of the source itself, two at a time. */
import { join } from 'node:path';
import { projectFolder } from '../../test/editorHost/project.ts';
import { runNodeTool } from '../childProcess.ts';

interface Check {
  readonly name: string;
  /** A script to run with Node, and its arguments. */
  readonly tool: readonly [script: string, ...args: string[]];
}

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
}

const typescript = 'node_modules/typescript/bin/tsc';
const mocha = 'node_modules/mocha/bin/mocha.js';

/** The slowest first, so that both cores are busy until the end. */
const checks: readonly Check[] = [
  { name: 'lint', tool: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'types', tool: [typescript, ...incremental('project')] },
  { name: 'types of the editor host', tool: [typescript, '-p', 'test/editorHost', ...incremental('editorHost')] },
  { name: 'types of the browser tests', tool: [typescript, '-p', 'test/ui', ...incremental('ui')] },
  { name: 'format', tool: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'generated files', tool: ['scripts/generate.ts', '--check'] },
  { name: 'architecture', tool: [mocha, '--reporter=dot', 'test/*.test.ts'] },
];

const atOnce = 2;

/** Prints the name of each check, and everything that a failed one said. */
export async function runChecks(): Promise<readonly CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await runCheck(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function runCheck({ name, tool: [script, ...args] }: Check): Promise<CheckResult> {
  const { exitCode, output, milliseconds } = await runNodeTool(script, args, { output: 'collect' });
  const passed = exitCode === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
  if (!passed) console.log(output);
  return { name, passed };
}

/** The compiler's own record of what did not change since the last run. */
function incremental(name: string): readonly string[] {
  return ['--incremental', '--tsBuildInfoFile', join(projectFolder, 'node_modules', '.cache', `${name}.tsbuildinfo`)];
}
