import assert from 'node:assert/strict';
import type { SyncStatus, UnknownReason } from '../model/syncStatus.ts';
import { operationWords, statusIcon, statusWords } from './statusWords.ts';

const difference = { field: 'Name', declared: 'a', registered: 'b' };

describe('statusWords', () => {
  const cases: readonly [status: SyncStatus, words: string, icon: string][] = [
    [{ kind: 'synced' }, 'synced', 'pass'],
    [{ kind: 'outOfSync', differences: [difference] }, '1 difference', 'diff'],
    [{ kind: 'outOfSync', differences: [difference, difference] }, '2 differences', 'diff'],
    [{ kind: 'missing' }, 'not registered', 'circle-outline'],
    [{ kind: 'extra' }, 'no longer declared', 'trash'],
    [{ kind: 'unmanaged' }, 'made elsewhere', 'person'],
    [{ kind: 'notLinked' }, 'not linked to a registration', 'link'],
    [{ kind: 'unknown', reason: 'stopped' }, 'unknown: provider stopped', 'question'],
  ];
  for (const [status, words, icon] of cases) {
    it(words, () => {
      assert.deepEqual([statusWords(status), statusIcon(status)], [words, icon]);
    });
  }

  it('gives every reason its own words, and never calls an unknown "not registered"', () => {
    const reasons: readonly UnknownReason[] = [
      'answerInvalid',
      'denied',
      'expired',
      'hidden',
      'neverRead',
      'stopped',
      'unreachable',
      'unsupported',
    ];
    const words = reasons.map((reason) => statusWords({ kind: 'unknown', reason }));
    assert.equal(new Set(words).size, reasons.length);
    assert.ok(words.every((each) => each.startsWith('unknown: ')));
  });

  it('says why an operation failed, with names as text', () => {
    const reason = '[Shop](command:evil) was changed.';
    assert.equal(operationWords({ kind: 'failed', reason }), 'failed: [Shop] (command:evil) was changed.');
  });

  it('is silent about an application with which nothing is done', () => {
    assert.deepEqual([operationWords(undefined), operationWords({ kind: 'idle' })], ['', '']);
  });
});
