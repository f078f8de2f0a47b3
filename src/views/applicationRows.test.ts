import assert from 'node:assert/strict';
import type { ApplicationFields } from '../model/application.ts';
import type { Connection } from '../model/connection.ts';
import type { Operation } from '../model/operation.ts';
import type { SyncStatus } from '../model/syncStatus.ts';
import type { Standing } from '../sync/plan.ts';
import { applicationRows } from './applicationRows.ts';
import { levelLimit } from './levels.ts';
import type { Row } from './row.ts';

const url = 'http://localhost:3000';

describe('applicationRows', () => {
  it('draws every status with its cause, and what an application is made of', () => {
    const shop: ApplicationFields = {
      redirectUris: [`${url}/callback`, `${url}/silent`],
      postLogoutRedirectUris: [url],
      roles: ['manager', 'clerk'],
    };
    const rows = rowsOf([
      standing('Shop', { kind: 'synced' }, shop, [url]),
      standing(
        'Orders',
        {
          kind: 'outOfSync',
          differences: [
            { field: 'Name', declared: 'Orders', registered: 'orders' },
            { field: 'Redirect URIs', declared: `${url}/a\n${url}/b`, registered: `${url}/b\n${url}/c` },
          ],
        },
        { redirectUris: [`${url}/a`, `${url}/b`] },
      ),
      standing('Stock', { kind: 'missing' }),
      standing('Mail', { kind: 'unknown', reason: 'hidden' }),
    ]);
    assert.equal(
      picture(rows),
      `
(pass) Shop · synced [application.synced.open]
  (references) Redirect URIs · 2 [list]
    (link) http://localhost:3000/callback ·  [value]
    (link) http://localhost:3000/silent ·  [value]
  (references) Post-logout redirect URIs · 1 [list]
    (link) http://localhost:3000 ·  [value]
  (shield) Roles · 2 [list]
    (shield) manager · Changes prices [role]
    (shield) clerk ·  [role]
  (symbol-string) Client ID · Shop-id [value]
(diff) Orders · 2 differences [application.outOfSync]
  (diff-modified) Name · declared Orders, registered orders [difference]
  (diff-modified) Redirect URIs · not registered: ${url}/a; not declared: ${url}/c [difference]
  (references) Redirect URIs · 3 [list]
    (link) http://localhost:3000/a · not registered [value]
    (link) http://localhost:3000/b ·  [value]
    (link) http://localhost:3000/c · not declared [value]
  (symbol-string) Client ID · Orders-id [value]
(circle-outline) Stock · not registered [application.missing]
  (symbol-string) Client ID · Stock-id [value]
(question) Mail · unknown: you may not be able to see it [application.unknown]
  (symbol-string) Client ID · Mail-id [value]`,
    );
    const ids = all(rows).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'every row has an id of its own');
  });

  const connections: readonly [Connection, description: string][] = [
    [{ kind: 'reachable' }, 'synced'],
    [{ kind: 'stopped' }, 'unknown: provider stopped'],
    [{ kind: 'denied' }, 'unknown: no right to read it'],
    [{ kind: 'unreachable', cause: 'refused' }, 'unknown: provider not reachable'],
  ];
  for (const [connection, description] of connections) {
    it(`does not say what it no longer knows while the provider is ${connection.kind}`, () => {
      const [row] = rowsOf([standing('Shop', { kind: 'synced' })], { connection });
      assert.equal(row?.description, description);
    });
  }

  const operations: readonly [Operation, description: string, icon: string][] = [
    [{ kind: 'idle' }, 'not registered', 'circle-outline'],
    [{ kind: 'applying' }, 'not registered, applying', 'loading~spin'],
    [{ kind: 'failed', reason: 'It was refused.' }, 'not registered, failed: It was refused.', 'error'],
  ];
  for (const [operation, description, icon] of operations) {
    it(`says what goes on: ${operation.kind}`, () => {
      const operations = new Map([['Shop', operation]]);
      const [row] = rowsOf([standing('Shop', { kind: 'missing' })], { operations });
      assert.deepEqual([row?.description, row?.icon], [description, icon]);
    });
  }

  it('speaks what it shows, and tells when it was read', () => {
    const [row] = rowsOf([standing('Shop', { kind: 'missing' })], { lastRead: new Date('2026-01-01T11:58:00Z') });
    assert.equal(row?.spoken, 'Shop, not registered');
    assert.equal(row.tooltip, 'Shop in local: not registered\nLast read 2 minutes ago');
    assert.deepEqual(row.subject, { kind: 'application', application: 'Shop' });
  });

  it('spells out characters that hide what a provider holds', () => {
    const differences = [{ field: 'Name', declared: 'Shop', registered: 'Sh\u202eop' }] as const;
    const [row] = rowsOf([standing('Shop', { kind: 'outOfSync', differences })]);
    assert.equal(row?.children[0]?.description, 'declared Shop, registered Sh\\u202eop');
  });

  it('keeps the order of the file as long as the level is short', () => {
    const rows = rowsOf(['b', 'a'].map((key) => standing(key, { kind: 'synced' })));
    assert.deepEqual(labels(rows), ['b', 'a']);
  });

  it('splits a long level by ranges of names, opened one by one', () => {
    const many = [...Array(1001).keys()].map((index) => standing(`app ${String(index)}`, statusAt(index)));
    const rows = rowsOf(many.toReversed());
    assert.deepEqual(
      rows.map(({ label, description }) => `${label}: ${description}`),
      [
        'app 0 – app 199: 200 applications, 1 not synced',
        'app 200 – app 399: 200 applications, synced',
        'app 400 – app 599: 200 applications, synced',
        'app 600 – app 799: 200 applications, synced',
        'app 800 – app 999: 200 applications, synced',
        'app 1000: 1 application, synced',
      ],
    );
    assert.deepEqual(labels(rows[5]?.children ?? []), ['app 1000']);
    assert.equal(rows[0]?.children.length, 200);
  });

  for (const count of [10_000, 50_000]) {
    it(`has no level above ${String(levelLimit)} rows with ${String(count)} applications`, () => {
      const rows = rowsOf(
        [...Array(count).keys()].map((index) => standing(`app ${String(index)}`, { kind: 'synced' })),
      );
      assert.ok(widest(rows, 2) <= levelLimit);
      const shown = rows.flatMap(function leaves(row): readonly Row[] {
        return row.context === 'range' ? row.children.flatMap(leaves) : [row];
      });
      assert.equal(new Set(shown.map(({ label }) => label)).size, count);
    }).timeout(10_000);
  }

  it('makes rows below a closed one only when it is opened', () => {
    const [row] = rowsOf([standing('Shop', { kind: 'synced' })]);
    assert.equal(row?.branch, true);
    assert.equal(row.children, row.children, 'and keeps them');
  });
});

function statusAt(index: number): SyncStatus {
  return index === 7 ? { kind: 'missing' } : { kind: 'synced' };
}

function rowsOf(
  standings: readonly Standing[],
  given: Partial<Parameters<typeof applicationRows>[0]> = {},
): readonly Row[] {
  return applicationRows({
    standings,
    environment: 'local',
    connection: { kind: 'reachable' },
    now: new Date('2026-01-01T12:00:00Z'),
    operations: new Map(),
    ...given,
  });
}

function standing(
  name: string,
  status: SyncStatus,
  fields: ApplicationFields = {},
  urls: readonly string[] = [],
): Standing {
  return {
    declared: {
      key: name,
      clientId: `${name}-id`,
      urls,
      roleDescriptions: { manager: 'Changes prices' },
      fields: { name, ...fields },
    },
    found: { kind: 'absent' },
    status,
  };
}

const labels = (rows: readonly Row[]): readonly string[] => rows.map(({ label }) => label);

const all = (rows: readonly Row[]): readonly Row[] => rows.flatMap((row) => [row, ...all(row.children)]);

const widest = (rows: readonly Row[], depth: number): number =>
  Math.max(rows.length, ...(depth === 0 ? [] : rows.map(({ children }) => widest(children, depth - 1))));

const picture = (rows: readonly Row[], indent = ''): string =>
  rows
    .map(
      (row) =>
        `\n${indent}(${row.icon}) ${row.label} · ${row.description} [${row.context}]${picture(row.children, `${indent}  `)}`,
    )
    .join('');
