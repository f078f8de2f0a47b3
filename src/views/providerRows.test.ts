import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { Environment } from '../model/environment.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { providerRows } from './providerRows.ts';
import type { Row } from './row.ts';

const now = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

const staging: Environment = {
  name: 'staging',
  provider: 'oidc',
  issuer: 'https://id.example',
  signIn: { scopes: ['openid'], parameters: {}, redirectUris: [] },
};
const alice = sessionFacts({ id: 's1', expiresAt: minutes(59), scopes: ['openid', 'profile'] });
const carol = sessionFacts({
  id: 's2',
  environment: 'staging',
  issuer: 'https://id.example',
  account: { id: 'carol', label: 'Carol' },
  flow: 'deviceCode',
  refreshable: false,
  expiresAt: minutes(40),
  bound: true,
});

/** A tree as indented lines: label, description. */
const drawn = (rows: readonly Row[], indent = ''): readonly string[] =>
  rows.flatMap(({ label, description, children }) => [
    `${indent}${label}: ${description}`,
    ...drawn(children, `${indent}  `),
  ]);

function rows(change: Partial<Snapshot>): readonly Row[] {
  const empty = emptySnapshot();
  return providerRows({ ...empty, environments: [...empty.environments, staging], ...change }, now);
}

describe('providerRows', () => {
  it('shows each environment with who is signed in, how, until when, and its provider', () => {
    assert.deepEqual(drawn(rows({ sessions: [alice, carol] })), [
      'local: in use, Alice Adams',
      '  Alice Adams: in use, ends in 59 minutes, renewed when needed',
      '    Signed in: through the browser, back to a port of this machine',
      '    Access token: ends in 59 minutes, renewed when needed',
      '    Scopes: openid profile',
      '    Client: sso-toolkit',
      '  Issuer: http://127.0.0.1:9400',
      '  Connection: not asked yet',
      'staging: Carol',
      '  Carol: in use, ends in 40 minutes',
      '    Signed in: with a code on the page of the provider',
      '    Access token: ends in 40 minutes',
      '    Scopes: openid',
      '    Client: sso-toolkit',
      '    Bound: works only together with a key that this extension holds (DPoP)',
      '  Issuer: https://id.example',
      '  Connection: not asked yet',
      '  Client: the provider registers the editor at the first sign-in',
    ]);
  });

  it('says which of several accounts counts', () => {
    const bob = sessionFacts({ id: 's3', account: { id: 'bob', label: 'Bob Brown' } });
    const accounts = (change: Partial<Snapshot>) =>
      rows({ sessions: [alice, bob], ...change })[0]?.children.map(({ label, context }) => `${label} ${context}`);
    assert.deepEqual(accounts({})?.slice(0, 2), ['Alice Adams session', 'Bob Brown session.inUse']);
    assert.deepEqual(accounts({ accountsInUse: { local: alice.account.id } })?.slice(0, 2), [
      'Alice Adams session.inUse',
      'Bob Brown session',
    ]);
  });

  it('asks for the person where the provider ended a session, and where one ran out', () => {
    const top = (change: Partial<Snapshot>) => {
      const [row] = rows(change);
      return [row?.description, row?.icon, row?.context];
    };
    assert.deepEqual(top({ ended: [{ ...alice, endedAt: minutes(-3) }] }), [
      'in use, sign in again',
      'warning',
      'environment.inUse.signedOut',
    ]);
    assert.deepEqual(top({ sessions: [{ ...alice, refreshable: false, expiresAt: minutes(-1) }] }), [
      'in use, sign in again',
      'warning',
      'environment.inUse.signedIn',
    ]);
    assert.deepEqual(drawn(rows({ ended: [{ ...alice, endedAt: minutes(-3) }] })).slice(0, 2), [
      'local: in use, sign in again',
      '  Alice Adams: ended by the provider 3 minutes ago',
    ]);
  });

  it('says why a session is not renewed, and what the provider can do once it was asked', () => {
    const trouble = { since: minutes(-2), reason: 'id.example could not be reached.' };
    const contacts = new Map([
      ['https://id.example', { connection: { kind: 'reachable' }, metadata: { revocation_endpoint: 'x' } } as const],
    ]);
    const lines = drawn(rows({ sessions: [{ ...carol, trouble }], contacts }));
    assert.ok(lines.includes('  Carol: in use, not renewed'));
    assert.ok(lines.includes('    Not renewed: first failed 2 minutes ago: id.example could not be reached.'));
    assert.ok(lines.includes('  Connection: reachable'));
    assert.ok(lines.includes('    Revocation of tokens: yes'));
    assert.ok(lines.includes('    Tokens bound to a key (DPoP): no'));
  });

  it('a session at another issuer of the same name is not shown as one of the environment', () => {
    assert.equal(rows({ sessions: [{ ...carol, issuer: 'https://elsewhere.example' }] })[1]?.description, 'signed out');
  });

  it('hidden characters in names are spelt out', () => {
    const mallory = sessionFacts({ account: { id: 'm', label: 'Mal\u202Elory' } });
    assert.equal(rows({ sessions: [mallory] })[0]?.description, String.raw`in use, Mal\u202elory`);
  });
});
