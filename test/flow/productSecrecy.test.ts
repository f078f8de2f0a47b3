import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandName } from '../../src/commands/names.ts';
import { freePort, TestWorkspace, type Window } from './composedProduct.ts';

/** Everything that a person, another extension or a repository could read, by where it stands. */
function readable(window: Window, { folder, memory, providerState }: TestWorkspace): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.env')
    .map(({ name, parentPath }): [string, string] => [name, readFileSync(join(parentPath, name), 'utf8')]);
  const logs = readdirSync(providerState)
    .filter((name) => name.endsWith('.log'))
    .map((name): [string, string] => [name, readFileSync(join(providerState, name), 'utf8')]);
  const { file, ...snapshot } = window.snapshot;
  return new Map<string, string>([
    ['log', window.log.lines.join('\n')],
    ['questions', window.asked.join('\n')],
    ['messages', window.told.join('\n')],
    ['documents', JSON.stringify(window.shown)],
    ['clipboard', window.clipboard.join('\n')],
    ['terminals', window.typed.join('\n')],
    ['memory', JSON.stringify([...memory.values])],
    ['snapshot', JSON.stringify([file, snapshot, [...snapshot.operations]])],
    ...files,
    ...logs,
  ]);
}

describe('T60 the product keeps credentials to itself', function () {
  this.timeout(30_000);
  const workspace = new TestWorkspace();
  after(() => workspace.close());

  it('in every flow', async () => {
    cpSync('samples/plain-express', workspace.folder, { recursive: true });
    const window = await workspace.open();
    const { acts, http, product } = window;
    const failures: string[] = [];
    const fails = async (work: Promise<unknown>): Promise<void> => {
      await assert.rejects(work, (error: Error) => failures.push(error.message, String(error.cause)) > 0);
    };
    const run = async (...commands: readonly CommandName[]): Promise<void> => {
      for (const command of commands) await product.run(command, { kind: 'application', application: 'plain-express' });
    };
    await run('declare');
    const text = ((await workspace.files.read('sso.json')) ?? '').replace('9400', String(await freePort()));
    await window.save(text);
    await run('addSignIn', 'signIn', 'explainAccess', 'showPlan', 'compare', 'openDeclaration', 'openProviderConsole');
    acts.chooses = (_title, values) => values.find((value) => value === 'session');
    await run('decodeToken', 'showMenu');
    const during = readable(window, workspace);

    acts.presses = 'Refuse';
    await fails(product.run('signIn'));
    const [{ id } = { id: '' }] = window.snapshot.sessions;
    await product.sessions.renewed(id);
    await workspace.changeRegistration('plain-express', { name: 'Moved' });
    acts.agrees = async () => {
      await workspace.changeRegistration('plain-express', { name: 'Moved again' });
      return true;
    };
    await fails(product.run('apply'));
    await run('signOut');
    await fails(product.sessions.tokens(id));
    await run('stopLocalProvider', 'refresh', 'compare').catch((error: unknown) => failures.push(String(error)));

    for (const url of window.agent.visited) {
      for (const name of ['state', 'code', 'code_challenge']) {
        const value = new URL(url).searchParams.get(name);
        if (value !== null) http.credentials.set(value, name);
      }
    }
    http.credentials.set(workspace.stateFile('identity.json')['secret'] ?? '', 'bearer');
    const kinds = [...new Set(http.credentials.values())].sort();
    assert.deepEqual(kinds, expected);
    const hits = [...during, ...readable(window, workspace), ['failures', failures.join('\n')] as const].flatMap(
      ([place, content]) =>
        [...http.credentials].filter(([value]) => content.includes(value)).map(([, kind]) => `${kind} in ${place}`),
    );
    assert.deepEqual(hits, []);

    const env = (await workspace.files.read('.env')) ?? '';
    assert.deepEqual(
      [...http.credentials].filter(([value]) => env.includes(value)).map(([, kind]) => kind),
      ['secret'],
      'the search finds what is there',
    );
    assert.ok(window.shown.some(({ name }) => name === 'Token.jsonc'));
  });

  it('the key that tokens are bound to, and its proofs, too', async () => {
    const bound = new TestWorkspace();
    try {
      cpSync('samples/plain-express', bound.folder, { recursive: true });
      const window = await bound.open({ settings: { bindTokens: () => 'whenAnnounced' } });
      const { acts, http, product } = window;
      await product.run('declare', { kind: 'application', application: 'plain-express' });
      const text = ((await bound.files.read('sso.json')) ?? '').replace('9400', String(await freePort()));
      await window.save(text);
      await product.run('signIn');
      const [session] = window.snapshot.sessions;
      assert.ok(session?.bound);
      const stored = [...bound.secrets.values.values()].join();
      const [, secret = ''] = /"d":"([\w-]{43})"/.exec(stored) ?? [];
      http.credentials.set(secret, 'key');
      acts.chooses = (_title, values) => values.find((value) => value === 'session');
      await product.sessions.renewed(session.id);
      await product.run('decodeToken');
      await product.run('copyDiagnostics');
      const during = readable(window, bound);
      await product.run('signOut');

      const credentials = [...http.credentials].filter(([, kind]) => kind === 'key' || kind === 'proof');
      assert.deepEqual(
        [credentials.length, secret.length],
        [4, 43],
        'pushed request, exchange and renewal have a proof each',
      );
      for (const [place, content] of [...during, ...readable(window, bound)]) {
        for (const [value, kind] of credentials) assert.ok(!content.includes(value), `${kind} in ${place}`);
      }
    } finally {
      await bound.close();
    }
  });
});

const expected = [
  'access_token',
  'bearer',
  'code',
  'code_verifier',
  'id_token',
  'refresh_token',
  'secret',
  'state',
  'token',
].sort();
