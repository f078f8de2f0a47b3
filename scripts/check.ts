/** `npm run check`: types, lint, format, architecture, generated files. */
import { runChecks } from './testing/checks.ts';

const failed = (await runChecks()).filter(({ passed }) => !passed);

if (failed.length > 0) {
  console.error(`failed: ${failed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
