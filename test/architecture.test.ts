import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readManifest } from '../scripts/documents/manifest.ts';
import { commandIds, contextKeys, settingNames, viewIds } from '../src/commands/names.ts';
import { signInFlows } from '../src/model/signInFlow.ts';
import { contributionProblems, type PublicNames } from './architecture/contributions.ts';
import { lockFileProblems, unlistedImports, unusedDependencies, type LockFile } from './architecture/dependencies.ts';
import {
  cycles,
  importsFromOutside,
  roomsWithoutFloor,
  sharedProtocolCode,
  strayEditorNames,
  upwardImports,
} from './architecture/rooms.ts';
import { shapeProblems } from './architecture/shape.ts';
import { sourceFile, sourceFiles } from './architecture/sourceFiles.ts';

/** Each rule on the real source, and a counter-example that shows it would fail. */
describe('architecture', () => {
  const files = sourceFiles();
  const manifest = readManifest();

  describe('rule 1: a file imports only from rooms below it', () => {
    it('holds', () => {
      assert.ok(files.length > 50, 'the source was found');
      assert.deepEqual(roomsWithoutFloor(files), []);
      assert.deepEqual(upwardImports(files), []);
      assert.deepEqual(importsFromOutside(files), []);
    });

    it('would notice an import upwards, between sisters, of the local provider, and out of src', () => {
      const wrong = [
        sourceFile('src/sync/compare.ts', "import type { Row } from '../views/row.ts';"),
        sourceFile('src/base/ssoError.ts', "import type { Application } from '../model/application.ts';"),
        sourceFile('src/editor/start.ts', "const main = await import('../localProvider/main.ts');"),
        sourceFile('src/localProvider/pkce.ts', "import { pkce } from '../signIn/pkce.ts';"),
        sourceFile('src/tokens/decode.ts', "import { token } from '../../test/token.ts';"),
        sourceFile('src/strange/room.ts', ''),
      ];
      assert.deepEqual(upwardImports(wrong), [
        'src/sync/compare.ts -> src/views/row.ts',
        'src/base/ssoError.ts -> src/model/application.ts',
        'src/editor/start.ts -> src/localProvider/main.ts',
        'src/localProvider/pkce.ts -> src/signIn/pkce.ts',
      ]);
      assert.deepEqual(importsFromOutside(wrong), ['src/tokens/decode.ts -> test/token.ts']);
      assert.deepEqual(roomsWithoutFloor(wrong), ['strange']);
    });
  });

  describe('rule 1: no cycles', () => {
    it('holds', () => {
      assert.deepEqual(cycles(files), []);
    });

    it('would notice a cycle, also one of types and of import()', () => {
      const wrong = [
        sourceFile('src/sync/a.ts', "import type { B } from './b.ts';"),
        sourceFile('src/sync/b.ts', "void import('./c.ts');"),
        sourceFile('src/sync/c.ts', "import { a } from './a.ts';"),
      ];
      assert.deepEqual(cycles(wrong), ['src/sync/a.ts -> src/sync/b.ts -> src/sync/c.ts -> src/sync/a.ts']);
    });
  });

  describe('rule 2: only the edge names the editor', () => {
    it('holds', () => {
      assert.deepEqual(strayEditorNames(files), []);
    });

    it('would notice a stray type', () => {
      const wrong = [
        sourceFile('src/views/rows.ts', "import type { TreeItem } from 'vscode';"),
        sourceFile('src/editor/tree.ts', "import { TreeItem } from 'vscode';"),
      ];
      assert.deepEqual(strayEditorNames(wrong), ['src/views/rows.ts']);
    });
  });

  describe('rule 5: the local provider shares no protocol code', () => {
    it('holds', () => {
      assert.deepEqual(sharedProtocolCode(files), []);
    });

    it('would notice a library on the wrong side', () => {
      const wrong = [
        sourceFile('src/localProvider/keys.ts', "import { discovery } from 'openid-client';"),
        sourceFile('src/signIn/errors.ts', "import { errors } from 'oidc-provider';"),
      ];
      assert.deepEqual(sharedProtocolCode(wrong), [
        'src/localProvider/keys.ts -> openid-client',
        'src/signIn/errors.ts -> oidc-provider',
      ]);
    });
  });

  describe('rule 9: public names are spelt once', () => {
    const code: PublicNames = {
      commands: Object.values(commandIds),
      views: Object.values(viewIds),
      settings: Object.values(settingNames),
      contextKeys: Object.values(contextKeys),
    };

    it('holds', () => {
      assert.deepEqual(contributionProblems(code, manifest.contributes ?? {}), []);
    });

    it('holds for the ways to sign in, and for what a workspace has no say in', () => {
      const properties = manifest.contributes?.configuration?.properties ?? {};
      assert.deepEqual(properties[settingNames.signInFlow]?.enum, [null, ...signInFlows]);
      assert.ok(Object.values(properties).every(({ scope }) => scope === 'machine'));
    });

    it('would notice a name that only one side knows', () => {
      const wrong = {
        commands: [{ command: 'sso.apply', title: 'Apply' }],
        views: { sso: [{ id: 'sso.groups', when: '!sso.declared && view != sso.other' }] },
        menus: { commandPalette: [{ command: 'sso.gone', when: 'sso.signedIn' }] },
        configuration: { properties: { 'sso.colour': {} } },
        viewsWelcome: [{ view: 'sso.groups', contents: '[Start](command:sso.lost)' }],
      };
      const few = { commands: ['sso.signIn'], views: ['sso.groups'], settings: [], contextKeys: ['sso.declared'] };
      assert.deepEqual(contributionProblems(few, wrong), [
        'commands: sso.signIn only in code',
        'commands: sso.apply only in package.json',
        'settings: sso.colour only in package.json',
        'contextKeys: sso.signedIn only in package.json',
        'commands: sso.gone is referred to, but not contributed',
        'commands: sso.lost is referred to, but not contributed',
      ]);
    });
  });

  describe('rule 10: sizes and names', () => {
    it('holds', () => {
      assert.deepEqual(files.flatMap(shapeProblems), []);
    });

    const text = 'const name = 1;\n';
    const wrong: readonly [path: string, text: string, problem: RegExp][] = [
      ['src/sync/long.ts', text.repeat(301), /has 301 lines/],
      ['src/utils/text.ts', text, /drawer/],
      ['src/sync/helpers.ts', text, /drawer/],
      ['src/sync/sync-plan.ts', text, /camelCase/],
      ['src/sync/plan.ts', 'export default 1;\n', /default export/],
      ['src/sync/plan.ts', 'export default function plan() {}\n', /default export/],
      ['src/sync/plan.ts', "export * from './compare.ts';\n", /another file exports/],
      ['src/sync/plan.ts', "import { compare } from './compare.ts';\nexport { compare };\n", /another file exports/],
      ['src/sync/plan.ts', '// eslint' + '-disable-next-line\n', /eslint/],
      ['src/sync/plan.ts', '// @ts' + '-ignore\n', /ignore/],
      ['src/sync/plan.test.ts', 'it' + ".skip('plans', () => 1);\n", /skip/],
      ['src/sync/plan.ts', 'try { plan(); } catch ' + '{}\n', /catch/],
    ];
    for (const [path, content, problem] of wrong) {
      it(`would notice ${path}: ${problem.source}`, () => {
        const problems = shapeProblems(sourceFile(path, content));
        assert.equal(problems.length, 1);
        assert.match(problems[0] ?? '', problem);
      });
    }
  });

  describe('dependencies', () => {
    const lock = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as LockFile;

    it('are listed, used and pinned by content', () => {
      assert.deepEqual(unlistedImports(files, manifest), []);
      assert.deepEqual(unusedDependencies(files, manifest), []);
      assert.deepEqual(lockFileProblems(lock('package-lock.json')), []);
    });

    it('of the editor host are pinned by content', () => {
      const development = Object.entries(lock('test/editorHost/server/package-lock.json').packages).map(
        ([place, locked]) => [place, { ...locked, dev: true }],
      );
      assert.deepEqual(lockFileProblems({ packages: Object.fromEntries(development) as LockFile['packages'] }), []);
    });

    it('would notice one that is not listed, not used, or not pinned', () => {
      const wrong = [
        sourceFile('src/sync/plan.ts', "import merge from 'lodash/merge.js';\nimport { build } from 'esbuild';"),
        sourceFile('scripts/build.ts', "import { build } from 'esbuild';\nimport fs from 'node:fs';"),
      ];
      const listed = { dependencies: { jose: '6' }, devDependencies: { esbuild: '0' } };
      assert.deepEqual(unlistedImports(wrong, listed), ['src/sync/plan.ts -> lodash', 'src/sync/plan.ts -> esbuild']);
      assert.deepEqual(unusedDependencies(wrong, listed), ['jose']);
      const integrity = 'sha512-AAAA';
      const packages = {
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0', resolved: 'git+ssh://git@example.com/b.git', integrity },
        'node_modules/c': { version: '1.0.0', resolved: 'https://example.com/c.tgz', integrity },
        'node_modules/d': { version: '1.0.0', integrity, hasInstallScript: true },
        'node_modules/e': { version: '1.0.0', resolved: 'https://example.com/e/-/e-1.0.0.tgz', integrity, dev: true },
      };
      assert.deepEqual(lockFileProblems({ packages }), [
        'node_modules/a has no integrity',
        'node_modules/b does not come from a registry',
        'node_modules/c does not come from a registry',
        'node_modules/d ships and has an install script',
      ]);
    });
  });
});
