/** Runs mocha in the extension host of a desktop VS Code, or else of the VS Code server, with the package unpacked. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { copyWorkspace } from '../host/copyWorkspace.ts';
import { unpackExtension } from '../host/readPackage.ts';
import { artifactsFolder, defaultSample, extensionVsix, ownCodeFolders, unpackedExtension } from '../project.ts';
import { buildHostTests } from './buildHostTests.ts';
import { findDesktop } from './findDesktop.ts';
import { runInServer } from './runInServer.ts';
import type { TestReport } from './testReport.ts';
import { messageOf } from '../host/thrownValue.ts';

const artifacts = join(artifactsFolder, 'host');
const workspaceFolder = join(artifacts, 'workspace');
const resultsFile = join(artifacts, 'results.json');

rmSync(artifacts, { recursive: true, force: true });
mkdirSync(artifacts, { recursive: true });
copyWorkspace(defaultSample, workspaceFolder);
if (!existsSync(extensionVsix)) throw new Error('no package to test: run `npm run package` first');
await unpackExtension(extensionVsix, unpackedExtension);

const testEnvironment: Record<string, string> = {
  TEST_RESULTS_FILE: resultsFile,
  TEST_OWN_CODE: JSON.stringify(ownCodeFolders),
};
for (const name of ['CI', 'TEST_FILTER']) {
  const value = process.env[name];
  if (value) testEnvironment[name] = value;
}
if (process.env['COVERAGE']) testEnvironment['NODE_V8_COVERAGE'] = join(artifacts, 'v8');

const extensionTestsPath = await buildHostTests();
const desktop = await findDesktop();
const exitCode = desktop
  ? await runInDesktop(desktop)
  : await runInServer({
      extensionDevelopmentPath: unpackedExtension,
      extensionTestsPath,
      workspaceFolder,
      testEnvironment,
      artifacts,
    });
process.exit(exitCode === 0 ? checkResults() : exitCode);

async function runInDesktop(vscodeExecutablePath: string): Promise<number> {
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: unpackedExtension,
      extensionTestsPath,
      extensionTestsEnv: { ...testEnvironment, ELECTRON_RUN_AS_NODE: undefined },
      launchArgs: [workspaceFolder, '--disable-extensions'],
    });
  } catch (error) {
    console.error(messageOf(error));
    return (error instanceof TestRunFailedError ? error.code : undefined) ?? 1;
  }
}

/** Exit code 0 is not enough: a host that ended early, or found no tests, ends with 0 as well. */
function checkResults(): number {
  if (!existsSync(resultsFile)) {
    console.error('the editor exited with 0, but the tests never finished');
    return 1;
  }
  const { failures, tests } = JSON.parse(readFileSync(resultsFile, 'utf8')) as TestReport;
  if (tests.length === 0) console.error('no test ran');
  return failures > 0 || tests.length === 0 ? 1 : 0;
}
