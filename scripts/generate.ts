/**
 * `npm run generate`: writes the generated files; `npm run generate -- --check`: only says which are out of date.
 * `npm run generate -- --screenshots`: takes the pictures of the README from the last run of the browser tests.
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { artifactsFolder, projectFolder } from '../test/editorHost/project.ts';
import { generatedFiles } from './documents/generatedFiles.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, screenshots: { type: 'boolean', default: false } },
});

if (values.screenshots) {
  const target = join(projectFolder, 'media', 'screenshots');
  mkdirSync(target, { recursive: true });
  const made = readdirSync(join(artifactsFolder, 'ui')).filter((name) => /^readme-.*\.png$/.test(name));
  for (const name of made) copyFileSync(join(artifactsFolder, 'ui', name), join(target, name.slice('readme-'.length)));
  console.log(`took ${made.join(', ')}`);
}

for (const { path, wanted, committed } of await generatedFiles()) {
  if (wanted === committed) continue;
  if (values.check) {
    console.error(`${path} is not what \`npm run generate\` makes of its source.`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(projectFolder, path), wanted);
    console.log(`wrote ${path}`);
  }
}
