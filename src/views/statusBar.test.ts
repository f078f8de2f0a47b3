import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { statusBar } from './statusBar.ts';

const now = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

const alice = sessionFacts({ id: 's1', expiresAt: minutes(59) });
const declared = { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: {} };

describe('statusBar', () => {
  const cases: readonly [title: string, change: Partial<Snapshot>, kind: string, text: string, emphasis: string][] = [
    ['nobody', {}, 'signedOut', '$(sign-in) Signed out (local)', 'none'],
    ['under way', { signIn: { kind: 'running' } }, 'signingIn', '$(loading~spin) Signing in (local)', 'none'],
    ['signed in', { sessions: [alice] }, 'signedIn', '$(account) Alice Adams (local)', 'none'],
    [
      'ended by the provider',
      { signIn: { kind: 'needed', reason: 'ended' } },
      'needsAttention',
      '$(warning) Sign in again (local)',
      'warning',
    ],
    [
      'expired without a refresh token',
      { sessions: [{ ...alice, refreshable: false, expiresAt: minutes(-1) }] },
      'needsAttention',
      '$(warning) Sign in again (local)',
      'warning',
    ],
    ['failed', { signIn: { kind: 'failed', reason: 'no' } }, 'failed', '$(error) Sign-in failed (local)', 'error'],
    [
      'a session of another environment',
      { sessions: [{ ...alice, environment: 'staging' }] },
      'signedOut',
      '$(sign-in) Signed out (local)',
      'none',
    ],
    [
      'work to apply',
      { standings: [{ declared, found: { kind: 'absent' }, status: { kind: 'missing' } }] },
      'signedOut',
      '$(sign-in) Signed out (local), 1 to apply',
      'none',
    ],
    [
      'an icon in a name stays text',
      { sessions: [{ ...alice, account: { id: 'x', label: '$(bug) Mallory' } }] },
      'signedIn',
      '$(account) $ (bug) Mallory (local)',
      'none',
    ],
  ];
  for (const [title, change, kind, text, emphasis] of cases) {
    it(title, () => {
      const bar = statusBar({ ...emptySnapshot(), ...change }, now);
      assert.deepEqual([bar.kind, bar.text, bar.emphasis], [kind, text, emphasis]);
    });
  }

  it('tells expiry, connection and last check in the tooltip', () => {
    const snapshot: Snapshot = {
      ...emptySnapshot(),
      sessions: [alice],
      connection: { kind: 'reachable' },
      lastRead: minutes(-2),
    };
    assert.deepEqual(statusBar(snapshot, now).tooltip, [
      'Environment: local (http://127.0.0.1:9400)',
      'Signed in as Alice Adams',
      'Access token ends in 59 minutes, renewed when needed',
      'Provider: reachable',
      'Registrations last checked 2 minutes ago',
      'Click for actions',
    ]);
  });
});
