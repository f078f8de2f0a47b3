import assert from 'node:assert/strict';
import { desktop, sessionFacts } from '../../test/fakes/signInEdges.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { diagnostics } from './diagnostics.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('diagnostics', () => {
  it('I61 gives versions, flow, host and what the metadata says, and names no account', () => {
    const session = sessionFacts({
      expiresAt: new Date('2026-03-01T12:40:00Z'),
      trouble: { since: now, reason: 'id.example could not be reached.' },
    });
    const contact = { connection: { kind: 'reachable' }, metadata: { device_authorization_endpoint: 'x' } } as const;
    const text = diagnostics({
      about: { version: '1.2.3', editor: 'Code 1.105', system: 'linux x64, Node 24' },
      host: { ...desktop, runs: 'remote' },
      isTrusted: true,
      settings: { ports: [4711, 4712], flow: 'not pinned' },
      snapshot: { ...emptySnapshot(), sessions: [session], contacts: new Map([[session.issuer, contact]]) },
      now,
    });
    assert.deepEqual(text.split('\n').slice(0, 15), [
      'SSO Toolkit 1.2.3',
      'Editor: Code 1.105, desktop',
      'System: linux x64, Node 24',
      'Extensions run: remote',
      'Addresses of the editor: vscode://sso-toolkit.sso-toolkit',
      'Workspace: trusted, sso.json absent',
      'Sign-in: idle',
      'Settings: ports=[4711 4712], flow=not pinned',
      '',
      'Environment local (in use): local, http://127.0.0.1:9400',
      '  Client: sso-toolkit; scopes: openid profile email; flow: not named',
      '  Redirect URIs: loopback, any port',
      '  Further parameters: none',
      '  Connection: not asked yet',
      '  Session: loopback, access token ends in 40 minutes, renewed when needed, not renewed: id.example could not be reached.',
    ]);
    assert.match(text, /device=yes, registration=no/);
    assert.doesNotMatch(text, /Alice|alice/);
  });
});
