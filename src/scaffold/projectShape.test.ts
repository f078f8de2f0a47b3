import assert from 'node:assert/strict';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { detectFramework } from './detect.ts';
import { authLocation, nextStepsFor } from './projectShape.ts';

const manifest = (more: object = { type: 'module' }) => JSON.stringify({ dependencies: { express: '5' }, ...more });
const makesApplication = "import express from 'express';\nconst app = express();\n";

describe('authLocation', () => {
  const ways: readonly (readonly [imports: string, more: Readonly<Record<string, string>>, module: string])[] = [
    ["import './stock.js';", {}, './auth.js'],
    ["import './stock';", {}, './auth'],
    ["import './stock.ts';", {}, './auth.ts'],
    ['', {}, './auth.js'],
    ['', { 'package.json': manifest({}) }, './auth'],
    [
      '',
      { 'tsconfig.json': '{ "compilerOptions": { "module": "NodeNext" } }', 'package.json': manifest({}) },
      './auth.js',
    ],
    ['', { 'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true } }' }, './auth.ts'],
    ['', { 'package.json': manifest({ scripts: { start: 'node --watch app.ts' } }) }, './auth.ts'],
  ];
  for (const [imports, more, module] of ways) {
    it(`is imported as ${module} in TypeScript with ${imports || JSON.stringify(more)}`, async () => {
      const { files } = memoryFiles({ 'package.json': manifest(), ...more, 'app.ts': imports + makesApplication });
      assert.deepEqual(await authLocation(files, await detectFramework(files, '')), { path: 'auth.ts', module });
    });
  }

  it('lies beside the file that makes the application, with its extension', async () => {
    const { files } = memoryFiles({ 'package.json': manifest(), 'src/main.mjs': makesApplication });
    const location = await authLocation(files, await detectFramework(files, ''));
    assert.deepEqual(location, { path: 'src/auth.mjs', module: './auth.mjs' });
  });
});

describe('nextStepsFor', () => {
  const managers = [
    ['package-lock.json', 'npm'],
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
  ] as const;
  for (const [lock, manager] of managers) {
    it(`installs with ${manager} where there is a ${lock}`, async () => {
      const { files } = memoryFiles({ 'package.json': manifest(), 'app.js': makesApplication, [lock]: '' });
      const [step] = await nextStepsFor(files, await detectFramework(files, ''));
      assert.deepEqual(step?.kind === 'run' && step.command, [manager, 'install']);
    });
  }
});
