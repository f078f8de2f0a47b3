import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { plan } from '../../src/sync/plan.ts';
import type { CommandName } from '../../src/commands/names.ts';
import { freePort, TestWorkspace, until, type Window } from './composedProduct.ts';
import { declarationAt } from './productDeclaration.ts';

describe('the product and its local provider', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let port: number;
  let text: string;
  const listening: Server[] = [];
  beforeEach(async () => {
    workspace = new TestWorkspace();
    port = await freePort();
    text = declarationAt(port);
    await workspace.files.write('sso.json', text);
  });
  afterEach(async () => {
    await workspace.close();
    for (const server of listening.splice(0)) server.close();
  });

  async function synced(): Promise<Window> {
    const window = await workspace.open();
    await window.product.run('startLocalProvider');
    await window.product.run('apply');
    assert.deepEqual(window.statuses, ['shop synced']);
    return window;
  }

  /** Another program at the port of the environment. */
  async function takePort(): Promise<{ readonly visits: () => number }> {
    let visits = 0;
    const server = createServer((socket) => {
      visits++;
      socket.destroy();
    }).listen(port, '127.0.0.1');
    listening.push(server);
    await once(server, 'listening');
    return { visits: () => visits };
  }

  const isUnknown = (window: Window): void => {
    assert.deepEqual(window.statuses, ['shop unknown: stopped']);
    assert.deepEqual(plan(window.snapshot.standings), []);
  };

  it('a stopped provider is unknown and never missing, and nothing is planned on it', async () => {
    const window = await synced();
    const seen = new Set<string>();
    window.product.store.onDidChange(() => {
      for (const status of window.statuses) seen.add(status);
    });
    await window.product.run('stopLocalProvider');
    await until(window.product.store, () => window.statuses.join() === 'shop unknown: stopped');
    assert.equal(window.snapshot.connection.kind, 'stopped');
    isUnknown(window);
    await window.product.run('refresh');
    isUnknown(window);
    assert.deepEqual(
      [...seen].filter((status) => !/synced|stopped/.test(status)),
      [],
    );
    window.acts.answers = () => undefined;
    await window.product.run('apply');
    assert.deepEqual(window.told, ['The local provider of local is not running.']);
    assert.equal(window.snapshot.connection.kind, 'stopped');
  });

  it('a killed provider is noticed, and comes back with its keys and registrations', async () => {
    const window = await synced();
    const keys = await keysNow();
    process.kill(Number(workspace.stateFile('running.json')['pid']), 'SIGKILL');
    await until(window.product.store, () => window.statuses.join() === 'shop unknown: stopped');
    assert.equal(window.snapshot.connection.kind, 'stopped');
    await window.product.run('startLocalProvider');
    await until(window.product.store, () => window.statuses.join() === 'shop synced');
    assert.deepEqual(await keysNow(), keys);
  });

  it('a window finds the provider that another one started, once it looks', async () => {
    const other = await workspace.open();
    await synced();
    assert.deepEqual(other.statuses, ['shop unknown: stopped']);
    await other.product.run('refresh');
    assert.deepEqual([other.statuses, other.snapshot.connection.kind], [['shop synced'], 'reachable']);
  });

  it('a taken port is named, and kept when the person wants it so', async () => {
    const { visits } = await takePort();
    const window = await workspace.open({ agrees: () => false });
    await assert.rejects(window.product.run('startLocalProvider'), { code: 'localProvider.portTaken' });
    assert.equal(window.snapshot.connection.kind, 'unreachable');
    assert.equal(window.asked.length, 1);
    assert.equal(await workspace.files.read('sso.json'), text);
    assert.deepEqual([window.http.requests, visits()], [[], 0]);
  });

  it('with agreement the next port is written down, comments stay, and signing in goes there', async () => {
    const { visits } = await takePort();
    const window = await workspace.open();
    await window.product.run('signIn');
    const written = (await workspace.files.read('sso.json')) ?? '';
    const [, next] = /"port": (\d+)/.exec(written) ?? [];
    assert.ok(Number(next) > port);
    assert.equal(written, text.replace(String(port), next ?? ''));
    assert.deepEqual(
      window.snapshot.sessions.map(({ issuer }) => issuer),
      [`http://127.0.0.1:${next ?? ''}`],
    );
    assert.equal(window.snapshot.connection.kind, 'reachable');
    assert.equal(visits(), 0);
  });

  it('T31 T50 whoever takes the address of a stopped provider is sent no credential', async () => {
    const window = await synced();
    await window.product.run('signIn');
    const [session] = window.snapshot.sessions;
    assert.ok(session);
    await window.product.run('stopLocalProvider');
    const stranger = await takePort();
    await assert.rejects(window.product.sessions.renewed(session.id), { code: 'provider.unreachable' });
    await window.product.run('refresh');
    await window.product.run('signOut');
    assert.deepEqual([window.snapshot.sessions, stranger.visits()], [[], 0]);
  });

  it('T31 a file that names another issuer is not given what belongs to the first', async () => {
    const window = await synced();
    await window.product.run('signIn');
    port = await freePort();
    const { visits } = await takePort();
    await window.save(declarationAt(port));
    window.acts.agrees = () => false;
    window.acts.chooses = (_title, values) => values.find((value) => value === 'session');
    await window.product.run('refresh');
    await window.product.run('decodeToken');
    await assert.rejects(window.product.run('apply'), { code: 'localProvider.portTaken' });
    await assert.rejects(window.product.run('signIn'), { code: 'localProvider.portTaken' });
    assert.deepEqual([window.shown, visits()], [[], 0]);
    assert.deepEqual(plan(window.snapshot.standings), []);
  });

  it('T30 A1 an environment at an http address gets no request at all, without the setting', async () => {
    const { visits } = await takePort();
    const issuer = `http://127.0.0.1:${String(port)}`;
    await workspace.files.write(
      'sso.json',
      text.replace(/"local": \{ "provider".*?\}/, `"local": { "provider": "oidc", "issuer": "${issuer}" }`),
    );
    const window = await workspace.open();
    assert.equal(window.snapshot.workspace.environment.issuer, issuer);
    assert.deepEqual(window.statuses, ['shop unknown: unsupported']);
    await assert.rejects(window.product.run('signIn'), { code: 'issuer.invalid' });
    for (const command of ['refresh', 'apply', 'showPlan'] as const) await window.product.run(command);
    assert.deepEqual([window.http.requests, window.opened, visits()], [[], [], 0]);
  });

  it('in a workspace that is not trusted nothing is started, asked, opened or written', async () => {
    const { visits } = await takePort();
    const window = await workspace.open({ trusts: false });
    const refused: readonly CommandName[] = [
      'startLocalProvider',
      'signIn',
      'signInAs',
      'apply',
      'addSignIn',
      'openApplication',
    ];
    for (const command of refused) {
      await assert.rejects(window.product.run(command), { code: 'workspace.untrusted' }, command);
    }
    for (const command of ['refresh', 'showPlan', 'explainAccess', 'stopLocalProvider'] as const) {
      await window.product.run(command);
    }
    assert.deepEqual([window.http.requests, window.opened, visits()], [[], [], 0]);
    assert.ok(!existsSync(workspace.providerState));
    assert.equal(await workspace.files.read('sso.json'), text);

    const empty = new TestWorkspace();
    const nothing = await empty.open({ trusts: false });
    for (const command of ['declare', 'addSignIn'] as const) {
      await assert.rejects(nothing.product.run(command), { code: 'workspace.untrusted' }, command);
    }
    assert.deepEqual(readdirSync(empty.folder), []);
    await empty.close();
  });

  it('a window that is not trusted leaves the provider alone that runs already', async () => {
    await synced();
    const window = await workspace.open({ trusts: false });
    await window.product.run('refresh');
    assert.deepEqual([window.http.requests, window.statuses], [[], ['shop unknown: stopped']]);
  });

  async function keysNow(): Promise<unknown> {
    return (await fetch(`http://127.0.0.1:${String(port)}/jwks`)).json();
  }
});
