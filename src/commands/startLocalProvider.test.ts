import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeDirectory } from '../../test/fakes/fakeDirectory.ts';
import { readWorkspace } from '../../test/fakes/readWorkspace.ts';
import { memoryFiles } from '../../test/memoryFiles.ts';
import { SsoError } from '../base/ssoError.ts';
import { startLocalProvider } from './startLocalProvider.ts';

describe('startLocalProvider', () => {
  it('starts at the port that is declared, and does nothing when it runs there', async () => {
    const world = worldOf('{ "environments": { "local": { "provider": "local", "port": 9500 } } }');
    await startLocalProvider(world.deps);
    const running = { kind: 'running', issuer: 'http://127.0.0.1:9500', port: 9500 } as const;
    await startLocalProvider({ ...world.deps, localProvider: { ...world.deps.localProvider, status: running } });
    assert.deepEqual(world.started, [9500]);
    const elsewhere = { kind: 'running', issuer: 'http://127.0.0.1:9501', port: 9501 } as const;
    await startLocalProvider({ ...world.deps, localProvider: { ...world.deps.localProvider, status: elsewhere } });
    assert.deepEqual(world.started, [9500, 9500]);
  });

  it('takes up the local environment where another is in use', async () => {
    const world = worldOf(
      '{ "environments": { "a": { "provider": "oidc", "issuer": "https://id.example" }, "b": { "provider": "local", "port": 9500 } } }',
    );
    await startLocalProvider(world.deps);
    assert.deepEqual([world.started, world.inUse()], [[9500], 'b']);
  });

  it('names the lack of a local environment', async () => {
    const world = worldOf('{ "environments": { "a": { "provider": "oidc", "issuer": "https://id.example" } } }');
    await assert.rejects(startLocalProvider(world.deps), { code: 'environment.unknown' });
  });

  it('writes the port down although the file does not speak of the environment, and goes on over taken ones', async () => {
    const world = worldOf('{\n  // nothing yet\n}\n', [9400, 9401]);
    await startLocalProvider(world.deps);
    assert.deepEqual(world.started, [9400, 9401, 9402]);
    assert.equal(world.asked.length, 2);
    const text = world.content.get('sso.json') ?? '';
    assert.match(text, /\/\/ nothing yet/);
    assert.match(text, /"local": \{\s*"provider": "local",\s*"port": 9402/);
    assert.equal(world.store.current.workspace.environment.issuer, 'http://127.0.0.1:9402');
  });

  it('has no port to offer where there is no file to write it to', async () => {
    const world = worldOf(undefined, [9400]);
    await assert.rejects(startLocalProvider(world.deps), { code: 'localProvider.portTaken' });
    assert.deepEqual([world.asked, world.written], [[], []]);
  });

  it('begins again below the last port', async () => {
    const world = worldOf('{ "environments": { "local": { "provider": "local", "port": 65535 } } }', [65_535]);
    await startLocalProvider(world.deps);
    assert.deepEqual(world.started, [65_535, 9400]);
  });
});

function worldOf(text: string | undefined, taken: readonly number[] = []) {
  const { store, reader } = readWorkspace(undefined, fakeDirectory());
  reader.declare(text);
  const { files, content, written } = memoryFiles(text === undefined ? {} : { 'sso.json': text });
  const started: number[] = [];
  const ask = fakeAsk({ confirm: () => true });
  const deps = {
    ask,
    files,
    localProvider: {
      status: { kind: 'stopped' as const },
      start: (port: number) => {
        started.push(port);
        return taken.includes(port)
          ? Promise.reject(new SsoError('localProvider.portTaken', { message: 'Taken.' }))
          : Promise.resolve();
      },
    },
    progress: {
      briefly: <Result>(_title: string, work: () => Promise<Result>) => work(),
      during: () => Promise.reject(new Error('this is brief')),
    },
    reader,
    store,
    workspace: { folder: '/shop', isTrusted: () => true },
  };
  const inUse = (): string => store.current.workspace.environment.name;
  return { deps, started, inUse, store, content, written, asked: ask.asked };
}
