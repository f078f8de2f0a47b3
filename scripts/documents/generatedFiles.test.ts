import assert from 'node:assert/strict';
import { commandTable, replaceBetween, settingTable } from './generatedFiles.ts';
import type { Contributions, Manifest } from './manifest.ts';

describe('generated documents', () => {
  const manifest = (contributes: Contributions): Manifest => ({
    name: 'sso-toolkit',
    publisher: 'sso-toolkit',
    version: '1.0.0',
    dependencies: {},
    devDependencies: {},
    contributes,
  });

  it('list the commands that a person can run from the palette', () => {
    const table = commandTable(
      manifest({
        commands: [
          { command: 'sso.apply', title: 'Apply', category: 'SSO' },
          { command: 'sso.copyValue', title: 'Copy' },
        ],
        menus: { commandPalette: [{ command: 'sso.copyValue', when: 'false' }] },
      }),
    );
    assert.equal(table, '| Command | Identifier |\n| --- | --- |\n| SSO: Apply | `sso.apply` |');
  });

  it('list the settings with default and scope', () => {
    const properties = { 'sso.ports': { markdownDescription: 'One | many', default: [], scope: 'machine' } };
    assert.equal(
      settingTable(manifest({ configuration: { properties } })),
      '| Setting | Meaning | Default | Scope |\n| --- | --- | --- | --- |\n| `sso.ports` | One \\| many | `[]` | machine |',
    );
  });

  it('replace only what stands between the marks', () => {
    const text = 'before\n<!-- commands -->\nold\n<!-- /commands -->\nafter';
    assert.equal(
      replaceBetween(text, 'commands', 'new'),
      'before\n<!-- commands -->\n\nnew\n\n<!-- /commands -->\nafter',
    );
    assert.throws(() => replaceBetween('no marks', 'commands', 'new'), /needs the lines/);
  });
});
