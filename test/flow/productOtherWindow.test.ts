import assert from 'node:assert/strict';
import { sessionInUse, type Snapshot } from '../../src/state/snapshot.ts';
import { freePort, TestWorkspace, until, type Window } from './composedProduct.ts';
import { declarationAt } from './productDeclaration.ts';

const limit = 2000;

/** What the editor would hear of the sessions of a window, change by change. */
function heard({ product }: Window): readonly string[] {
  const changes: string[] = [];
  product.sessions.onDidChange(({ added, removed, changed }) => {
    const names = [...added.map(mark('+')), ...removed.map(mark('-')), ...changed.map(mark('~'))];
    changes.push(names.join(' '));
  });
  return changes;
}

const mark =
  (sign: string) =>
  ({ account }: { readonly account: { readonly label: string } }): string =>
    `${sign}${account.label}`;

const inUse = (snapshot: Snapshot): string | undefined => sessionInUse(snapshot)?.account.label;

describe('the product in two windows', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    await workspace.files.write('sso.json', declarationAt(await freePort()));
  });
  afterEach(() => workspace.close());

  /** Does it in one window, and waits until the other shows it. Returns how long that took after it was done. */
  async function follows(other: Window, act: Promise<unknown>, label: string | undefined): Promise<number> {
    const shown = until(other.product.store, (snapshot) => inUse(snapshot) === label);
    await act;
    const done = Date.now();
    await shown;
    return Date.now() - done;
  }

  it('F41 G50 the other shows within 2 seconds who signed in and out, hears each change once, and asks nobody', async () => {
    const other = await workspace.open();
    const window = await workspace.open();
    const [own, others] = [heard(window), heard(other)];
    const times = [
      await follows(other, window.product.run('signIn'), 'Alice Adams'),
      await follows(other, window.product.run('signOut'), undefined),
      await follows(other, window.product.run('signIn'), 'Alice Adams'),
    ];
    const expected = ['+Alice Adams', '-Alice Adams', '+Alice Adams'];
    assert.deepEqual([own, others], [expected, expected]);
    assert.ok(Math.max(...times) < limit, times.join(' ms, '));
    assert.deepEqual([other.opened, other.http.scopes, other.asked, other.told, other.problems], [[], [], [], [], []]);
  });

  it('F41 G50 the other ends in its turn what the first began, and both show it', async () => {
    const other = await workspace.open();
    const window = await workspace.open();
    await follows(other, window.product.run('signIn'), 'Alice Adams');
    const [own, others] = [heard(window), heard(other)];
    assert.ok((await follows(window, other.product.run('signOut'), undefined)) < limit);
    assert.deepEqual([own, others], [['-Alice Adams'], ['-Alice Adams']]);
    assert.deepEqual(await workspace.secrets.keys(), []);
  });
});
