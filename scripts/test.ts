/**
 * `npm test`: everything that decides whether a change is good.
 * `npm test -- unit flow` runs only these tiers, `npm test -- ui -g 'walkthrough'` only the tests with these words in
 * their titles. The last line is the verdict.
 */
import { parseArgs } from 'node:util';
import { runNodeTool } from './childProcess.ts';
import { isGood, nothing, oneFailed, oneSkipped, sum, verdictLine, type Counts } from './testing/counts.ts';
import { isMissing, KeycloakRun, wantsKeycloak } from './testing/keycloakRun.ts';
import { tiers, type Tier } from './testing/tiers.ts';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string', short: 'g' } },
  allowPositionals: true,
});
const strict = process.env['CI'] === 'true';

const unknown = positionals.filter((name) => !tiers.some((tier) => tier.name === name));
if (unknown.length > 0) {
  console.error(`There is no tier ${unknown.join(', ')}. The tiers are ${tiers.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
if (values.grep !== undefined && positionals.length === 0) {
  console.error('-g needs the tier that the test is in: npm test -- unit -g "a part of its title"');
  process.exit(1);
}
const asked = positionals.length > 0 ? tiers.filter(({ name }) => positionals.includes(name)) : tiers;
const needsPackage = asked.some(({ usesPackage }) => usesPackage);
const chosen = tiers.filter((tier) => asked.includes(tier) || (tier.name === 'package' && needsPackage));

const notes: string[] = [];
const needsKeycloak = chosen.some(({ usesKeycloak }) => usesKeycloak) && wantsKeycloak(values.grep);
const keycloak = needsKeycloak ? new KeycloakRun() : undefined;
const editorReady = !chosen.some(({ inEditor }) => inEditor) || (await setUpEditor());
const results: Counts[] = [];
for (const tier of chosen) results.push(await runTier(tier));
await keycloak?.end();

for (const note of notes) console.log(note);
const total = sum(results);
process.exitCode = isGood(total, strict) ? 0 : 1;
console.log(verdictLine(total));

/** Where it cannot be had, the tests with it are left out and counted. */
async function keycloakFor({ name, usesKeycloak }: Tier) {
  if (!usesKeycloak || !keycloak) return { counts: nothing };
  const address = await keycloak.address();
  if (!(address instanceof Error)) return { address, counts: nothing };
  const left = isMissing(address) ? 'Skipped' : 'Failed';
  notes.push(`${left}: the tests of ${name} with a real Keycloak. ${address.message}`);
  return { counts: isMissing(address) ? oneSkipped : oneFailed };
}

async function setUpEditor(): Promise<boolean> {
  const { exitCode } = await runNodeTool('test/editorHost/setup.ts', [], { output: 'show' });
  return exitCode === 0;
}

async function runTier(tier: Tier): Promise<Counts> {
  if (tier.inEditor && !editorReady) {
    notes.push(`Skipped ${tier.name}: no editor to test in. Its set-up, \`node test/editorHost/setup.ts\`, says why.`);
    return oneSkipped;
  }
  console.log(`\n== ${tier.name}`);
  const startedAt = Date.now();
  const { address, counts: without } = await keycloakFor(tier);
  const counts = sum([await tier.run(values.grep, address), without]);
  console.log(`${tier.name}: ${verdictLine(counts)} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`);
  if (counts.passed + counts.failed > 0) return counts;
  notes.push(`Failed: ${tier.name} ran no test.`);
  return sum([counts, oneFailed]);
}
