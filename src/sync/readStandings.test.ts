import assert from 'node:assert/strict';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { Capabilities, Directory, Found } from '../directory/directory.ts';
import type { DeclaredApplication } from '../model/application.ts';
import type { UnknownReason } from '../model/syncStatus.ts';
import { readStandings, restate } from './readStandings.ts';

const capabilities: Capabilities = { fields: new Set(['name']), writes: true };
const shop = application('shop', 'Shop');
const orders = application('orders', 'Orders');

describe('readStandings', () => {
  it('asks for the declared client ids, each once, and for nothing else', async () => {
    const asked: string[][] = [];
    const directory = asking((clientIds) => {
      asked.push([...clientIds]);
      return Promise.resolve(new Map([['shop', registered('shop', 'Shop')]]));
    });
    const standings = await readStandings([shop, { ...shop, key: 'shop2' }, orders], directory, never());
    assert.deepEqual(asked, [['shop', 'orders']]);
    assert.deepEqual(
      standings.map(({ declared, status }) => [declared.key, status]),
      [
        ['shop', { kind: 'synced' }],
        ['shop2', { kind: 'synced' }],
        ['orders', { kind: 'unknown', reason: 'neverRead' }],
      ],
    );
  });

  it('asks nothing when nothing is declared', async () => {
    const directory = asking(() => Promise.reject(new Error('asked')));
    assert.deepEqual(await readStandings([], directory, never()), []);
  });

  const failures: readonly [ErrorCode, UnknownReason][] = [
    ['provider.answerInvalid', 'answerInvalid'],
    ['provider.denied', 'denied'],
    ['provider.refused', 'answerInvalid'],
    ['provider.unreachable', 'unreachable'],
    ['session.expired', 'expired'],
  ];
  for (const [code, reason] of failures) {
    it(`says ${reason} after ${code}`, async () => {
      const directory = asking(() => Promise.reject(new SsoError(code, { message: 'no' })));
      const [standing] = await readStandings([shop], directory, never());
      assert.deepEqual(standing, {
        declared: shop,
        found: { kind: 'unknown', reason },
        status: { kind: 'unknown', reason },
      });
    });
  }

  it('hands a defect on', async () => {
    const directory = asking(() => Promise.reject(new TypeError('of ours')));
    await assert.rejects(readStandings([shop], directory, never()), TypeError);
    const outOfContract = new SsoError('http.unreachable', { message: 'never translated' });
    const leaking = asking(() => Promise.reject(outOfContract));
    await assert.rejects(readStandings([shop], leaking, never()), outOfContract);
  });

  it('says nothing once it is cancelled', async () => {
    const directory = asking(() => Promise.reject(new SsoError('provider.unreachable', { message: 'cut off' })));
    await assert.rejects(readStandings([shop], directory, AbortSignal.abort()), { code: 'operation.cancelled' });
  });
});

describe('restate', () => {
  it('compares a changed declaration with what was last found', async () => {
    const directory = asking(() => Promise.resolve(new Map([['shop', registered('shop', 'Shop')]])));
    const before = await readStandings([shop], directory, never());
    const [renamed, added, relinked] = restate(
      before,
      [application('shop', 'The Shop'), orders, { ...shop, key: 'shop', clientId: 'another' }],
      capabilities,
    );
    assert.deepEqual(renamed?.status, {
      kind: 'outOfSync',
      differences: [{ field: 'Name', declared: 'The Shop', registered: 'Shop' }],
    });
    assert.deepEqual(added?.status, { kind: 'unknown', reason: 'neverRead' });
    assert.deepEqual(relinked?.status, { kind: 'unknown', reason: 'neverRead' });
  });

  it('knows nothing where it is not known what the provider can hold', () => {
    const found = registered('shop', 'Shop');
    const unsupported: Found = { kind: 'unknown', reason: 'unsupported' };
    const before = [
      { declared: shop, found, status: { kind: 'synced' } as const },
      { declared: orders, found: unsupported, status: unsupported },
    ];
    const statuses = restate(before, [shop, orders], undefined).map(({ status }) => status);
    assert.deepEqual(statuses, [{ kind: 'unknown', reason: 'neverRead' }, unsupported]);
  });
});

const never = (): AbortSignal => new AbortController().signal;

function application(key: string, name: string): DeclaredApplication {
  return { key, clientId: key, urls: [], roleDescriptions: {}, fields: { name } };
}

function registered(clientId: string, name: string): Found {
  return { kind: 'found', application: { clientId, fields: { name }, version: '1', ours: true } };
}

function asking(find: Directory['find']): Directory {
  const notHere = () => Promise.reject(new Error('reading writes nothing'));
  return { capabilities, find, create: notHere, update: notHere, renewSecret: notHere };
}
