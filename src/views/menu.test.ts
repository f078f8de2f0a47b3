import assert from 'node:assert/strict';
import type { Snapshot } from '../state/snapshot.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { parseDeclaration } from '../declaration/parse.ts';
import { menu } from './menu.ts';

const labels = (change: Partial<Snapshot>): readonly string[] =>
  menu({ ...emptySnapshot(), ...change }).map(({ value }) => value);

const file = { kind: 'read', text: '{}', problems: [], declaration: parseDeclaration('{}').declaration } as const;

describe('menu', () => {
  it('begins with declaring in an empty workspace', () => {
    assert.deepEqual(labels({}), [
      'declare',
      'signIn',
      'startLocalProvider',
      'decodeToken',
      'inspectProvider',
      'showLog',
    ]);
  });

  it('offers what a running provider and a session allow', () => {
    const session = {
      id: 's',
      environment: 'local',
      issuer: 'http://127.0.0.1:9400',
      account: { id: 'a', label: 'Alice' },
      scopes: [],
      refreshable: true,
    };
    assert.deepEqual(labels({ file, connection: { kind: 'reachable' }, sessions: [session] }), [
      'signOut',
      'refresh',
      'stopLocalProvider',
      'openProviderConsole',
      'decodeToken',
      'inspectProvider',
      'addSignIn',
      'openDeclaration',
      'showLog',
    ]);
  });
});
