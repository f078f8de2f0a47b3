import assert from 'node:assert/strict';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { SessionFacts } from '../model/session.ts';
import { askedOf, editorAccount, matchingSessions, type Question, signInFor } from './authentication.ts';

const local = { name: 'local', issuer: 'http://127.0.0.1:9400' };
const staging = { name: 'staging', issuer: 'https://id.example' };
const session = (id: string, account: string, scopes: string, more: Partial<SessionFacts> = {}): SessionFacts =>
  sessionFacts({ id, account: { id: account, label: account }, scopes: scopes.split(' '), ...more });
const all = [
  session('1', 'alice', 'openid profile'),
  session('2', 'bob', 'openid'),
  session('3', 'bob', 'profile openid'),
  session('4', 'carol', 'openid', { environment: 'staging', issuer: staging.issuer }),
];

describe('askedOf', () => {
  it('G47 takes the environment out of the scopes, each scope once, and leaves the list as it is', () => {
    const asked = Object.freeze(['openid', 'SSO_ENVIRONMENT:staging', 'openid', 'profile']);
    assert.deepEqual(askedOf(asked), { environment: 'staging', scopes: ['openid', 'profile'] });
    assert.deepEqual(askedOf(['openid']), { scopes: ['openid'] });
    assert.deepEqual(askedOf(['SSO_ENVIRONMENT:a', 'SSO_ENVIRONMENT:a']), { environment: 'a', scopes: [] });
  });

  for (const wrong of [['SSO_ENVIRONMENT:'], ['SSO_ENVIRONMENT:a', 'SSO_ENVIRONMENT:b']]) {
    it(`refuses ${wrong.join(' ')}`, () => {
      assert.throws(() => askedOf(wrong), { code: 'environment.unknown' });
    });
  }
});

describe('matchingSessions', () => {
  const cases: readonly [title: string, question: Question, ids: string[]][] = [
    ['G48 all without scopes', { scopes: undefined, environment: local }, ['1', '2', '3', '4']],
    ['G48 those of one account', { scopes: undefined, accountId: 'bob', environment: local }, ['2', '3']],
    [
      'G47 those of the scopes in any order',
      { scopes: ['profile', 'openid', 'openid'], environment: local },
      ['1', '3'],
    ],
    ['G47 of scopes and account', { scopes: ['profile', 'openid'], accountId: 'bob', environment: local }, ['3']],
    ['any for no scope in particular', { scopes: [], environment: local }, ['1', '2', '3']],
    ['T38 none for more scopes than granted', { scopes: ['openid', 'email'], environment: local }, []],
    ['T38 none of another environment', { scopes: ['openid'], environment: local }, ['2']],
    [
      'those of the environment that is named',
      { scopes: ['openid', 'SSO_ENVIRONMENT:staging'], environment: staging },
      ['4'],
    ],
    ['none where the environment is unknown', { scopes: ['openid', 'SSO_ENVIRONMENT:x'], environment: undefined }, []],
    ['an account that is named, wherever it is', { scopes: ['openid'], accountId: 'carol', environment: local }, ['4']],
    [
      'not an account elsewhere than in the environment that is named',
      { scopes: ['openid', 'SSO_ENVIRONMENT:local'], accountId: 'carol', environment: local },
      [],
    ],
    [
      'T31 none at an issuer that the environment no longer has',
      { scopes: ['openid'], environment: { ...staging, issuer: 'https://id.example.evil.example' } },
      [],
    ],
  ];
  for (const [title, question, ids] of cases) {
    it(title, () => {
      assert.deepEqual(
        matchingSessions(all, question).map(({ id }) => id),
        ids,
      );
    });
  }

  it('G47 hands back the scopes as they were asked for, the environment among them', () => {
    const scopes = ['profile', 'SSO_ENVIRONMENT:local', 'openid'];
    assert.deepEqual(matchingSessions(all, { scopes, environment: local })[0]?.scopes, scopes);
  });

  it('prefers tokens that everybody can use, and gives others where there are none', () => {
    const bound = session('5', 'dora', 'openid', { bound: true });
    const question = { scopes: ['openid'], environment: local };
    const ids = (sessions: readonly SessionFacts[]) => matchingSessions(sessions, question).map(({ id }) => id);
    assert.deepEqual([ids([bound, ...all]), ids([bound])], [['2'], ['5']]);
  });
});

describe('signInFor', () => {
  const alice = { id: 'alice', label: 'Alice Adams' };

  it('B9 suggests the account that the editor names, by what the provider knows it by', () => {
    const known = [session('1', 'alice', 'openid', { loginHint: 'alice@example.com' })];
    assert.deepEqual(signInFor(['a', 'a'], alice, known, true), { scopes: ['a'], loginHint: 'alice@example.com' });
    assert.deepEqual(signInFor(['a'], alice, [], true), { scopes: ['a'], loginHint: 'Alice Adams' });
  });

  it('B9 lets the provider ask which account is meant where none is named, unless the person set it off', () => {
    assert.deepEqual(signInFor([], undefined, [], true), { anotherAccount: true });
    assert.deepEqual(signInFor([], undefined, [], false), { anotherAccount: false });
  });

  it('never sends the environment as a scope', () => {
    assert.deepEqual(signInFor(['SSO_ENVIRONMENT:staging', 'openid'], alice, [], true), {
      environment: 'staging',
      scopes: ['openid'],
      loginHint: 'Alice Adams',
    });
  });
});

describe('editorAccount', () => {
  it('G48 T38 ends with the issuer, so that no account can be named like one of another provider', () => {
    const named = (label: string, issuer: string) => editorAccount({ account: { id: 'x', label }, issuer }).label;
    assert.equal(named('alice', 'https://id.corp.example/realms/a'), 'alice (id.corp.example/realms/a)');
    assert.notEqual(
      named('alice (id.corp.example)', 'https://evil.example'),
      named('alice', 'https://id.corp.example'),
    );
  });
});

describe('matchingSessions of one environment', () => {
  it('T31 T38 gives no session that was made for another client or API', () => {
    const own = session('1', 'alice', 'openid', { clientId: 'payroll', audience: 'https://pay.example' });
    const at = (clientId: string | undefined, audience?: string) =>
      matchingSessions([own], {
        scopes: ['openid'],
        environment: {
          ...local,
          signIn: { ...(clientId === undefined ? {} : { clientId }), ...(audience === undefined ? {} : { audience }) },
        },
      }).length;
    assert.deepEqual(
      [
        at('payroll', 'https://pay.example'),
        at(undefined, 'https://pay.example'),
        at('other', 'https://pay.example'),
        at('payroll'),
      ],
      [1, 1, 0, 0],
    );
  });
});
