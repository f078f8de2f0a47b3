/**
 * Runs mocha in plain Node: `node scripts/testing/mochaRun.ts <results file> <pattern>... [-g <part of a title>]`.
 * Not mocha's own command, because a reporter for people and results for a program are wanted from one run.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string', short: 'g' } },
  allowPositionals: true,
});
const [resultsFile, ...patterns] = positionals;
if (resultsFile === undefined) throw new Error('name the results file first');

const mocha = new Mocha({
  reporter: values.grep === undefined ? 'dot' : 'spec',
  timeout: 20_000,
  forbidOnly: true,
  ...(values.grep === undefined ? {} : { grep: values.grep }),
});
for (const file of globSync(patterns).sort()) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();

const counts: Record<keyof Counts, number> = { passed: 0, failed: 0, skipped: 0 };
mocha
  .run(() => {
    mkdirSync(dirname(resultsFile), { recursive: true });
    writeFileSync(resultsFile, JSON.stringify(counts));
    process.exitCode = counts.failed === 0 ? 0 : 1;
  })
  .on('pass', () => counts.passed++)
  .on('fail', () => counts.failed++)
  .on('pending', () => counts.skipped++);
