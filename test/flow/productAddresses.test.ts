import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { declarationAt } from './productDeclaration.ts';
import { freePort, TestWorkspace } from './composedProduct.ts';
import { settled } from './sessionsWorld.ts';

/** Any page and any program can open an address of the editor. */
describe('an address of the editor while no sign-in waits', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    await workspace.files.write('sso.json', declarationAt(await freePort()));
  });
  afterEach(() => workspace.close());

  const own = 'vscode://sso-toolkit.sso-toolkit';
  const addresses: readonly string[] = [
    own,
    `${own}/any?a=b`,
    `${own}/callback`,
    `${own}/callback?code=x&state=guessed&iss=https%3A%2F%2Fid.example`,
    `${own}/callback?error=access_denied&error_description=${encodeURIComponent('[Open](command:x)')}`,
    `${own}/callback?command=workbench.action.terminal.new`,
    `${own}/sso.signIn?command=sso.signIn`,
    `${own}/..%2f..%2fetc/passwd?file=/etc/passwd`,
    `${own}/callback?state=${'x'.repeat(1_000_000)}`,
    'file:///etc/passwd',
    'not an address at all',
  ];

  it('T18 H57 does nothing: no command, file, window, request or question, however many come', async () => {
    const window = await workspace.open();
    const { snapshot } = window;
    const requests = window.http.requests.length;
    const logged = window.log.lines.length;
    for (let round = 0; round < 50; round++) for (const address of addresses) window.surroundings.hand(address);
    await settled();
    assert.equal(window.snapshot, snapshot);
    assert.deepEqual(
      [window.asked, window.told, window.opened, window.shown, window.problems, window.clipboard, window.typed],
      [[], [], [], [], [], [], []],
    );
    assert.equal(window.http.requests.length, requests);
    assert.equal(window.log.lines.length, logged);
    assert.deepEqual([...workspace.secrets.values.keys()], []);
    assert.deepEqual(readdirSync(workspace.folder), ['sso.json']);
  });

  it('T18 nor does it do anything after one, which it cannot repeat either', async () => {
    const window = await workspace.open();
    await window.product.run('signIn');
    const before = [window.asked.length, window.opened.length, window.http.requests.length];
    const { sessions } = window.snapshot;
    for (const address of addresses) window.surroundings.hand(address);
    await settled();
    assert.deepEqual([window.asked.length, window.opened.length, window.http.requests.length], before);
    assert.deepEqual([window.snapshot.sessions, window.problems], [sessions, []]);
  });
});
