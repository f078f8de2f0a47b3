import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { statusBar } from './statusBar.ts';

const now = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

const alice = sessionFacts({ id: 's1', expiresAt: minutes(59) });
const bob = sessionFacts({ id: 's2', account: { id: 'bob', label: 'Bob Brown' }, expiresAt: minutes(59) });
const ended = { ...alice, endedAt: minutes(-3) };
const declared = { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: {} };

describe('statusBar', () => {
  const cases: readonly [title: string, change: Partial<Snapshot>, kind: string, text: string, emphasis: string][] = [
    ['nobody', {}, 'signedOut', '$(sign-in) Signed out (local)', 'none'],
    [
      'under way',
      { signIn: { kind: 'running', environment: 'local' } },
      'signingIn',
      '$(loading~spin) Signing in (local)',
      'none',
    ],
    ['signed in', { sessions: [alice] }, 'signedIn', '$(account) Alice Adams (local)', 'none'],
    ['ended by the provider', { ended: [ended] }, 'needsAttention', '$(warning) Sign in again (local)', 'warning'],
    [
      'expired without a refresh token',
      { sessions: [{ ...alice, refreshable: false, expiresAt: minutes(-1) }] },
      'needsAttention',
      '$(warning) Sign in again (local)',
      'warning',
    ],
    [
      'ended by the provider, and another account signed in',
      { ended: [ended], sessions: [bob] },
      'signedIn',
      '$(account) Bob Brown (local)',
      'none',
    ],
    [
      'about to end without a refresh token',
      { sessions: [{ ...alice, refreshable: false, expiresAt: minutes(4) }] },
      'endsSoon',
      '$(watch) Alice Adams, ends in 4 minutes (local)',
      'warning',
    ],
    [
      'without a refresh token and with time left',
      { sessions: [{ ...alice, refreshable: false, expiresAt: minutes(5) }] },
      'signedIn',
      '$(account) Alice Adams (local)',
      'none',
    ],
    [
      'not renewed for a passing reason',
      { sessions: [{ ...alice, trouble: { since: minutes(-2), reason: 'No way there.' } }] },
      'offline',
      '$(debug-disconnect) Alice Adams, not renewed (local)',
      'none',
    ],
    ['several accounts', { sessions: [alice, bob] }, 'severalAccounts', '$(account) Bob Brown +1 (local)', 'none'],
    [
      'several accounts, one of them chosen',
      { sessions: [alice, bob], accountsInUse: { local: alice.account.id } },
      'severalAccounts',
      '$(account) Alice Adams +1 (local)',
      'none',
    ],
    [
      'failed',
      { signIn: { kind: 'failed', environment: 'local', reason: 'no' } },
      'failed',
      '$(error) Sign-in failed (local)',
      'error',
    ],
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

  it('names the other accounts, why a session is not renewed, and what the provider ended', () => {
    const trouble = { since: minutes(-2), reason: 'id.example could not be reached.' };
    const others = Array.from({ length: 7 }, (_, index) =>
      sessionFacts({ id: `o${String(index)}`, environment: 'staging', account: { id: 'x', label: 'Carol' } }),
    );
    assert.deepEqual(statusBar({ ...emptySnapshot(), sessions: [{ ...alice, trouble }, ...others] }, now).tooltip, [
      'Environment: local (http://127.0.0.1:9400)',
      'Signed in as Alice Adams',
      'Access token ends in 59 minutes, renewed when needed',
      'Not renewed: first failed 2 minutes ago. id.example could not be reached.',
      ...Array.from(
        { length: 5 },
        () => 'Also Carol (staging): the provider did not say when it ends, renewed when needed',
      ),
      'and 2 more',
      'Provider: not asked yet',
      'Registrations have not been checked yet',
      'Click for actions',
    ]);
    assert.ok(
      statusBar({ ...emptySnapshot(), ended: [ended] }, now).tooltip.includes(
        'The provider ended the session of Alice Adams 3 minutes ago',
      ),
    );
  });
});
