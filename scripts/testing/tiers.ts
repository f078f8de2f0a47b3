/** The tiers of `npm test`, in the order in which they run: what is quick and tells most comes first. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { artifactsFolder } from '../../test/editorHost/project.ts';
import { runNodeTool } from '../childProcess.ts';
import { runChecks } from './checks.ts';
import type { KeycloakAddress } from '../../test/keycloak/startKeycloak.ts';
import { nothing, oneFailed, sum, type Counts } from './counts.ts';
import { makePackage } from '../packaging/makePackage.ts';

export interface Tier {
  readonly name: string;
  /** Needs the editor host's set-up: a VS Code server and a browser. */
  readonly inEditor: boolean;
  /** Tests the package that the tier `package` makes. */
  readonly usesPackage: boolean;
  /** Has tests that sign in to a real Keycloak. */
  readonly usesKeycloak: boolean;
  /** `grep` is a part of a test's title; a tier without titles does not run when it is given. */
  readonly run: (grep: string | undefined, keycloak: KeycloakAddress | undefined) => Promise<Counts>;
}

export const tiers: readonly Tier[] = [
  { name: 'check', inEditor: false, usesPackage: false, usesKeycloak: false, run: runSourceChecks },
  {
    name: 'unit',
    inEditor: false,
    usesPackage: false,
    usesKeycloak: false,
    run: (grep) => runMocha('unit', ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/*.test.ts'], grep),
  },
  { name: 'package', inEditor: false, usesPackage: false, usesKeycloak: false, run: runPackaging },
  {
    name: 'flow',
    inEditor: false,
    usesPackage: true,
    usesKeycloak: true,
    run: (grep, keycloak) =>
      runMocha('flow', ['test/flow/**/*.test.ts', ...(keycloak ? ['test/keycloak/**/*.test.ts'] : [])], grep, {
        SSO_LOCAL_PROVIDER: 'dist/localProvider.js',
        ...keycloak,
      }),
  },
  { name: 'host', inEditor: true, usesPackage: true, usesKeycloak: false, run: runHostTests },
  { name: 'ui', inEditor: true, usesPackage: true, usesKeycloak: true, run: runBrowserTests },
];

/** Milliseconds after which a tier is ended and counts as failed. */
const tierTimeout = 10 * 60_000;

async function runSourceChecks(): Promise<Counts> {
  const results = await runChecks();
  const passed = results.filter((result) => result.passed).length;
  return { ...nothing, passed, failed: results.length - passed };
}

async function runPackaging(): Promise<Counts> {
  return (await makePackage()) ? { ...nothing, passed: 1 } : oneFailed;
}

async function runMocha(
  tier: string,
  patterns: readonly string[],
  grep: string | undefined,
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const resultsFile = join(artifactsFolder, `${tier}.json`);
  const args = [resultsFile, ...patterns, ...(grep === undefined ? [] : ['-g', grep])];
  return runTool(resultsFile, ['scripts/testing/mochaRun.ts', ...args], environment, (results) => results as Counts);
}

async function runHostTests(grep: string | undefined): Promise<Counts> {
  const environment = grep === undefined ? {} : { TEST_FILTER: grep };
  const resultsFile = join(artifactsFolder, 'host', 'results.json');
  return runTool(resultsFile, ['test/editorHost/mocha/runHostTests.ts'], environment, (results) => {
    const { tests } = results as { tests: readonly { state: 'passed' | 'failed' | 'pending' }[] };
    const count = (state: string) => tests.filter((test) => test.state === state).length;
    return { passed: count('passed'), failed: count('failed'), skipped: count('pending') };
  });
}

async function runBrowserTests(grep: string | undefined, keycloak: KeycloakAddress | undefined): Promise<Counts> {
  const config = 'test/editorHost/ui/playwright.config.ts';
  const args = ['test', '-c', config, ...(grep === undefined ? [] : ['-g', grep])];
  const resultsFile = join(artifactsFolder, 'ui', 'report.json');
  return runTool(resultsFile, ['node_modules/@playwright/test/cli.js', ...args], keycloak ?? {}, (results) => {
    const { stats } = results as { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> };
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  });
}

/** A tool that failed without a failed test, or that wrote no results, counts as one failure. */
async function runTool(
  resultsFile: string,
  [script, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  countsOf: (results: unknown) => Counts,
): Promise<Counts> {
  rmSync(resultsFile, { force: true });
  const { exitCode } = await runNodeTool(script, args, { output: 'show', environment, timeout: tierTimeout });
  const counts = existsSync(resultsFile) ? countsOf(JSON.parse(readFileSync(resultsFile, 'utf8'))) : nothing;
  if (exitCode === undefined) console.error(`${script} did not end by itself.`);
  return exitCode !== 0 && counts.failed === 0 ? sum([counts, oneFailed]) : counts;
}
