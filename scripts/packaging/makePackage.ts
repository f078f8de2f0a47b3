/** Makes the package that people install, and looks into it. */
import { renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readPackage } from '../../test/editorHost/host/readPackage.ts';
import { extensionVsix, projectFolder } from '../../test/editorHost/project.ts';
import { buildBundles } from '../bundle/buildBundles.ts';
import { bundleFolder } from '../bundle/bundles.ts';
import { runNodeTool } from '../childProcess.ts';
import { packageProblems } from './packageProblems.ts';

/** Prints what is wrong and returns false. A package that should not ship can still be tested; one that was not made is gone. */
export async function makePackage(): Promise<boolean> {
  const unfinished = join(bundleFolder, `unfinished-${String(process.pid)}.vsix`);
  if (!(await buildBundles({ development: false })) || !(await runPackager(unfinished))) {
    for (const file of [unfinished, extensionVsix]) rmSync(file, { force: true });
    return false;
  }
  renameSync(unfinished, extensionVsix); // at once, for whoever is just reading the earlier one
  return look(extensionVsix);
}

/** False when the packager failed or warned; what it said is then printed. */
export async function runPackager(file: string): Promise<boolean> {
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const { exitCode, output } = await runNodeTool(
    'node_modules/@vscode/vsce/vsce',
    ['package', ...options, '--out', file],
    { output: 'collect' },
  );
  if (exitCode === 0 && !/\bwarning\b/i.test(output)) return true;
  console.error(`The package was not made without a warning:\n${output}`);
  return false;
}

async function look(file: string): Promise<boolean> {
  const files = await readPackage(file);
  const size = statSync(file).size;
  const problems = packageProblems(files, size, projectFolder);
  for (const problem of problems) console.error(`package: ${problem}`);
  console.log(`${relative(projectFolder, extensionVsix)}: ${String(files.size)} files, ${(size / 1024).toFixed(0)} KB`);
  return problems.length === 0;
}
