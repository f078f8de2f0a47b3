/** `npm run generate`: writes the generated files; `npm run generate -- --check`: only says which are out of date. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../test/editorHost/project.ts';
import { generatedFiles } from './documents/generatedFiles.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

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
