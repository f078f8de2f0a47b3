import assert from 'node:assert/strict';
import { misconduct } from './architecture/conduct.ts';
import { sourceFile, sourceFiles } from './architecture/sourceFiles.ts';

describe('conduct of the rooms', () => {
  const files = sourceFiles();

  const rules = [
    [3, 'the outside world comes through ports', 'src/views/age.ts', 'const now = new Date();'],
    [3, 'deciding rooms read no disk', 'src/scaffold/read.ts', "import { readFileSync } from 'node:fs';"],
    [3, 'talking rooms take the time from a port', 'src/sessions/due.ts', 'const now = Date.now();'],
    [3, 'talking rooms have named edges', 'src/providers/oidc/inspect.ts', "import { request } from 'node:https';"],
    [4, 'vendors differ by data', 'src/commands/apply.ts', "if (environment.provider === 'keycloak') return;"],
    [6, 'views never see a token', 'src/views/menu.ts', 'return session.accessToken;'],
    [6, 'commands hand no token on', 'src/commands/copy.ts', 'await clipboard.write(tokens.idToken);'],
    [7, 'comparing is pure', 'src/sync/compare.ts', 'export async function compare() {}'],
    [8, 'one place shows errors', 'src/editor/tree.ts', "void vscode.window.showErrorMessage('no');"],
  ] as const;
  for (const [rule, title, path, line] of rules) {
    it(`rule ${String(rule)}: ${title}`, () => {
      assert.deepEqual(misconduct(files, rule), []);
      assert.deepEqual(misconduct([sourceFile(path, line)], rule), [`${path}: ${line}`]);
    });
  }

  it('G51 nothing inside asks the editor for a session of its own', () => {
    const asking = (all: typeof files): readonly string[] =>
      all
        .filter(({ path, text }) => path.startsWith('src/') && /\bget(?:Session|Accounts)\b/.test(text))
        .map(({ path }) => path);
    assert.deepEqual(asking(files), []);
    const own = sourceFile('src/editor/a.ts', "await vscode.authentication.getSession('sso', []);");
    assert.deepEqual(asking([own]), ['src/editor/a.ts']);
  });

  it('lets comments speak of what the code must not do', () => {
    assert.deepEqual(misconduct([sourceFile('src/views/a.ts', "// not 'keycloak' here\n * new Date()")], 4), []);
  });
});
