import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { declaration, readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { copyValue, openApplication, openDeclaration, openProviderConsole } from './openThings.ts';

describe('openApplication', () => {
  const worldOf = ({
    picks,
    opens = true,
    trusted = true,
  }: { picks?: string; opens?: boolean; trusted?: boolean } = {}) => {
    const { store } = readWorkspace(declaration, fakeDirectory());
    const opened: string[] = [];
    const deps = {
      ask: fakeAsk({ choose: () => picks }),
      browser: { open: (url: string) => (opened.push(url), Promise.resolve(opens)) },
      store,
      workspace: { folder: '/shop', isTrusted: () => trusted },
    };
    return { deps, opened };
  };

  it('opens the first address of the environment in use, of the row or of what is picked', async () => {
    for (const [argument, picks] of [
      [{ subject: { kind: 'application', application: 'shop' } }, undefined],
      [undefined, 'Shop'],
    ] as const) {
      const { deps, opened } = worldOf(picks === undefined ? {} : { picks });
      await openApplication(deps, argument);
      assert.deepEqual(opened, ['http://localhost:3000']);
    }
  });

  it('opens nothing when dismissed, without an address, and where nothing is trusted', async () => {
    const dismissed = worldOf();
    await openApplication(dismissed.deps, undefined);
    const api = worldOf();
    await assert.rejects(openApplication(api.deps, { kind: 'application', application: 'orders' }), {
      code: 'declaration.absent',
    });
    const untrusted = worldOf({ trusted: false });
    await assert.rejects(openApplication(untrusted.deps, { kind: 'application', application: 'shop' }), {
      code: 'workspace.untrusted',
    });
    assert.deepEqual([...dismissed.opened, ...api.opened, ...untrusted.opened], []);
  });

  it('says so when the browser was not opened', async () => {
    const { deps } = worldOf({ opens: false });
    await assert.rejects(openApplication(deps, { kind: 'application', application: 'shop' }), {
      code: 'browser.notOpened',
    });
  });
});

describe('openDeclaration', () => {
  const text = '{ "applications": { "shop": {} }, "groups": { "sales": {} } }';
  const cases: readonly [title: string, argument: unknown, offset: number | undefined][] = [
    ['at the top', undefined, undefined],
    ['at the application', { kind: 'application', application: 'shop' }, text.indexOf('"shop"')],
    ['at the group', { subject: { kind: 'group', group: 'sales' } }, text.indexOf('"sales"')],
    ['at the top for what is not declared', { kind: 'group', group: 'gone' }, undefined],
    ['at the top for anything odd', 'shop', undefined],
  ];
  for (const [title, argument, offset] of cases) {
    it(`opens sso.json ${title}`, async () => {
      const opened: unknown[] = [];
      const open = (...place: unknown[]) => Promise.resolve(void opened.push(place));
      await openDeclaration({ files: memoryFiles({ 'sso.json': text }).files, documents: { open } }, argument);
      assert.deepEqual(opened, [['sso.json', offset]]);
    });
  }

  it('says so when there is none', async () => {
    const open = () => assert.fail('there is nothing to open');
    await assert.rejects(openDeclaration({ files: memoryFiles({}).files, documents: { open } }, undefined), {
      code: 'declaration.absent',
    });
  });
});

describe('openProviderConsole', () => {
  const place = { providerProgram: '/program', providerState: '/state', declarationFile: undefined, locks: '/locks' };
  const worldOf = (runs: boolean, trusted = true) => {
    const log: unknown[] = [];
    const deps = {
      localProvider: { join: () => (log.push('join'), Promise.resolve(runs)) },
      place,
      terminals: { run: (...run: unknown[]) => void log.push(run) },
      workspace: { folder: '/shop', isTrusted: () => trusted },
    };
    return { deps, log };
  };

  it('runs the console of the provider that runs', async () => {
    const { deps, log } = worldOf(true);
    await openProviderConsole(deps);
    assert.deepEqual(log, ['join', ['Local provider', '/program', ['console', '--state', '/state']]]);
  });

  it('starts nothing', async () => {
    const stopped = worldOf(false);
    await assert.rejects(openProviderConsole(stopped.deps), { code: 'localProvider.notRunning' });
    const untrusted = worldOf(true, false);
    await assert.rejects(openProviderConsole(untrusted.deps), { code: 'workspace.untrusted' });
    assert.deepEqual([stopped.log, untrusted.log], [['join'], []]);
  });
});

describe('copyValue', () => {
  for (const [argument, copied] of [
    [{ subject: { kind: 'text', text: 'client-1' } }, ['client-1']],
    [{ kind: 'application', application: 'shop' }, []],
    [{ subject: { kind: 'text', text: 5 } }, []],
    [undefined, []],
  ] as const) {
    it(`copies ${copied.join() || 'nothing'} for ${JSON.stringify(argument)}`, async () => {
      const written: string[] = [];
      await copyValue({ clipboard: { write: (text) => Promise.resolve(void written.push(text)) } }, argument);
      assert.deepEqual(written, copied);
    });
  }
});
