import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { editorStandIn } from '../../bench/editorStandIn.ts';
import { bundles } from '../../scripts/bundle/bundles.ts';
import { runNodeTool } from '../../scripts/childProcess.ts';
import { readManifest } from '../../scripts/documents/manifest.ts';
import { runPackager } from '../../scripts/packaging/makePackage.ts';
import { unpackExtension } from '../editorHost/host/readPackage.ts';
import { extensionVsix, projectFolder } from '../editorHost/project.ts';

describe('the bundle', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('K66 loads with all its parts from the package, and activates', async () => {
    const [standIn, unpacked] = [join(folder, 'vscode.mjs'), join(folder, 'extension')];
    writeFileSync(standIn, editorStandIn(join(projectFolder, 'node_modules/@types/vscode/index.d.ts')));
    await unpackExtension(extensionVsix, unpacked);
    const loaded = await runNodeTool('test/flow/loadBundle.ts', [standIn, join(unpacked, 'dist')], {
      output: 'collect',
    });
    assert.equal(loaded.exitCode, 0, loaded.output);
    const parts = JSON.parse(loaded.output) as readonly string[];
    for (const part of ['extension.js', 'start-', 'signIn-', 'refresh-']) {
      assert.ok(
        parts.some((name) => name.startsWith(part)),
        `${part} among ${parts.join(', ')}`,
      );
    }
  });

  it('K66 holds no test server: only its own sources and run-time dependencies, oidc-provider in the local provider alone', async () => {
    const [extension = [], provider = []] = await Promise.all(
      bundles({ development: false }).map(async (options) => {
        const { metafile } = await build({ ...options, write: false, metafile: true, plugins: [] });
        return Object.keys(metafile.inputs);
      }),
    );
    assert.ok(extension.includes('src/signIn/signIn.ts'), 'the sign-in is in it');
    const dev = Object.keys(readManifest().devDependencies).map((name) => `node_modules/${name}/`);
    const strange = [...extension, ...provider].filter(
      (file) => !/^(src|node_modules)\//.test(file) || file.endsWith('.test.ts') || dev.some((at) => file.includes(at)),
    );
    assert.deepEqual(strange, []);
    const servers = ['node_modules/oidc-provider/', 'node_modules/koa/', 'src/localProvider/'];
    assert.deepEqual(
      extension.filter((file) => servers.some((at) => file.startsWith(at))),
      [],
    );
  });

  it('K66 is packaged without a warning', async () => {
    assert.equal(await runPackager(join(folder, 'package.vsix')), true);
  });

  it('K66 is compiled against the types of the oldest editor that it supports', () => {
    const { engines } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      engines: { vscode: string };
    };
    const { version } = JSON.parse(
      readFileSync(join(projectFolder, 'node_modules/@types/vscode/package.json'), 'utf8'),
    ) as { version: string };
    const minor = (text: string) => /(\d+\.\d+)\./.exec(text)?.[1];
    assert.equal(minor(version), minor(engines.vscode));
  });
});
