import assert from 'node:assert/strict';
import { SsoError } from '../base/ssoError.ts';
import type { Directory } from '../directory/directory.ts';
import { applyPlan, type ChangeResult } from './apply.ts';
import type { Change } from './plan.ts';

const changes: readonly Change[] = [create('shop'), update('orders', '7'), update('till', '2')];

describe('applyPlan', () => {
  it('sends just what the plan shows, one after the other, and keeps a secret before anything else', async () => {
    const world = fakeWorld();
    assert.deepEqual(outcomes(await world.apply()), ['shop done', 'orders done', 'till done']);
    assert.deepEqual(world.log, [
      'begin shop',
      'create shop {"name":"shop"}',
      'keep of shop',
      'begin orders',
      'update orders at 7 {"name":"orders"}',
      'begin till',
      'update till at 2 {"name":"till"}',
    ]);
  });

  it('goes on after a failure and says which one it was', async () => {
    const outdated = new SsoError('plan.outdated', { message: 'moved' });
    const world = fakeWorld({ update: (key) => (key === 'orders' ? Promise.reject(outdated) : Promise.resolve({})) });
    assert.deepEqual(outcomes(await world.apply()), ['shop done', 'orders failed plan.outdated', 'till done']);
  });

  it('says that a secret was lost, although the provider made the change', async () => {
    const world = fakeWorld({ keep: () => Promise.reject(new Error('keyring locked')) });
    assert.deepEqual(outcomes(await world.apply()), ['shop failed secret.notStored', 'orders done', 'till done']);
  });

  it('keeps a secret that an update brought', async () => {
    const world = fakeWorld({ update: (key) => Promise.resolve(key === 'till' ? { secret: 'fresh' } : {}) });
    await world.apply();
    assert.deepEqual(
      world.log.filter((line) => line.startsWith('keep')),
      ['keep of shop', 'keep of till'],
    );
  });

  it('begins nothing more once it is cancelled, and waits for nobody', async () => {
    const cancel = new AbortController();
    const world = fakeWorld({
      update: () => {
        cancel.abort();
        return new Promise(() => undefined);
      },
    });
    assert.deepEqual(outcomes(await world.apply(cancel.signal)), ['shop done', 'orders unsettled', 'till notTried']);
    assert.ok(!world.log.includes('begin till'));
  });

  it('still keeps the secret of a change that was under way when the person cancelled', async () => {
    const cancel = new AbortController();
    const answered = Promise.withResolvers<{ clientId: string; secret: string }>();
    const kept = Promise.withResolvers<string>();
    const world = fakeWorld({
      create: () => {
        cancel.abort();
        return answered.promise;
      },
      keep: (secret) => {
        kept.resolve(secret);
        return Promise.resolve();
      },
    });
    assert.deepEqual(outcomes(await world.apply(cancel.signal)), [
      'shop unsettled',
      'orders notTried',
      'till notTried',
    ]);
    answered.resolve({ clientId: 'shop', secret: 'shown once' });
    assert.equal(await kept.promise, 'shown once');
  });

  it('hands a defect on', async () => {
    const world = fakeWorld({ update: () => Promise.reject(new TypeError('of ours')) });
    await assert.rejects(world.apply(), TypeError);
  });
});

interface Answers {
  readonly create?: () => ReturnType<Directory['create']>;
  readonly update?: (clientId: string) => ReturnType<Directory['update']>;
  readonly keep?: (secret: string) => Promise<void>;
}

function fakeWorld(answers: Answers = {}) {
  const log: string[] = [];
  const directory: Directory = {
    capabilities: { fields: new Set(['name']), writes: true },
    find: () => Promise.reject(new Error('applying reads nothing')),
    create: ({ key, fields }) => {
      log.push(`create ${key} ${JSON.stringify(fields)}`);
      return answers.create?.() ?? Promise.resolve({ clientId: key, secret: 'shown once' });
    },
    update: (clientId, fields, version) => {
      log.push(`update ${clientId} at ${version} ${JSON.stringify(fields)}`);
      return answers.update?.(clientId) ?? Promise.resolve({});
    },
    renewSecret: () => Promise.reject(new Error('applying renews nothing')),
  };
  const apply = (signal = new AbortController().signal) =>
    applyPlan(
      changes,
      directory,
      (_change, clientId, secret) => {
        log.push(`keep of ${clientId}`);
        return answers.keep?.(secret) ?? Promise.resolve();
      },
      ({ application }) => {
        log.push(`begin ${application.key}`);
      },
      signal,
    );
  return { log, apply };
}

const outcomes = (results: readonly ChangeResult[]): string[] =>
  results.map(({ change, outcome }) =>
    [change.application.key, outcome.kind, ...(outcome.kind === 'failed' ? [outcome.error.code] : [])].join(' '),
  );

function create(key: string): Change {
  return { kind: 'create', application: application(key), differences: [] };
}

function update(key: string, expectedVersion: string): Change {
  const differences = [{ field: 'Name', declared: key, registered: 'old' }] as const;
  return {
    kind: 'update',
    application: application(key),
    fields: { name: key },
    expectedVersion,
    differences,
    ours: true,
  };
}

function application(key: string) {
  return { key, clientId: key, urls: [], roleDescriptions: {}, fields: { name: key } };
}
