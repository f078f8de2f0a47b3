import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import { readManifest } from '../../scripts/documents/manifest.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { parseDeclaration } from '../declaration/parse.ts';
import { menu } from './menu.ts';

const choices = (change: Partial<Snapshot>): ReturnType<typeof menu> => menu({ ...emptySnapshot(), ...change });
const actions = (change: Partial<Snapshot>): readonly string[] => choices(change).map(({ value }) => value);

const file = { kind: 'read', text: '{}', problems: [], declaration: parseDeclaration('{}').declaration } as const;

const session = sessionFacts({ account: { id: 'a', label: 'Alice' } });

describe('menu', () => {
  it('begins with declaring in an empty workspace', () => {
    assert.deepEqual(actions({}), [
      'declare',
      'signIn',
      'startLocalProvider',
      'decodeToken',
      'inspectProvider',
      'copyDiagnostics',
      'showLog',
    ]);
  });

  it('offers what a running provider and a session allow', () => {
    assert.deepEqual(actions({ file, connection: { kind: 'reachable' }, sessions: [session] }), [
      'switchAccount',
      'signOut',
      'signOutAtProvider',
      'refresh',
      'stopLocalProvider',
      'openProviderConsole',
      'decodeToken',
      'inspectProvider',
      'addSignIn',
      'openDeclaration',
      'copyDiagnostics',
      'showLog',
    ]);
  });

  it('calls each action by the title that its command has everywhere else', () => {
    const shop = { key: 'shop', clientId: 'shop', urls: [], roleDescriptions: {}, fields: {} };
    const { workspace, environments } = emptySnapshot();
    const everything: Partial<Snapshot> = {
      file,
      environments: [...environments, ...environments],
      workspace: { ...workspace, people: [{ key: 'alice', name: 'Alice', claims: {} }] },
      standings: [{ declared: shop, found: { kind: 'absent' }, status: { kind: 'missing' } }],
    };
    const shown = [
      ...choices({ ...everything, file: { kind: 'absent' } }),
      ...choices({ ...everything, connection: { kind: 'reachable' }, sessions: [session] }),
    ];
    const commands = readManifest().contributes?.commands ?? [];
    const titles = new Map(commands.map(({ command, title }) => [command, title]));
    assert.equal(new Set(shown.map(({ value }) => value)).size, 18);
    for (const { value, label } of shown) assert.equal(label, titles.get(`sso.${value}`));
  });
});
