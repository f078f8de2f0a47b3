/** Makes the package that people install, and looks into it. */
import { rmSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { extensionVsix, projectFolder } from '../../test/editorHost/project.ts';
import { buildBundles } from '../bundle/buildBundles.ts';
import { runNodeTool } from '../childProcess.ts';
import { packageProblems } from './packageProblems.ts';
import { readPackage } from '../../test/editorHost/host/readPackage.ts';

/** Prints what is wrong and returns false when there is no good package. */
export async function makePackage(): Promise<boolean> {
  rmSync(extensionVsix, { force: true });
  if (!(await buildBundles({ development: false }))) return false;
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const { exitCode, output } = await runNodeTool(
    'node_modules/@vscode/vsce/vsce',
    ['package', ...options, '--out', extensionVsix],
    { output: 'collect' },
  );
  if (exitCode !== 0 || /\bwarning\b/i.test(output)) {
    console.error(`The package was not made without a warning:\n${output}`);
    return false;
  }
  const files = await readPackage(extensionVsix);
  const size = statSync(extensionVsix).size;
  const problems = packageProblems(files, size, projectFolder);
  for (const problem of problems) console.error(`package: ${problem}`);
  console.log(`${relative(projectFolder, extensionVsix)}: ${String(files.size)} files, ${(size / 1024).toFixed(0)} KB`);
  return problems.length === 0;
}
