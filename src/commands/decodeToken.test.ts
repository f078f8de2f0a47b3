import assert from 'node:assert/strict';
import { fakeAsk, type Answers } from '../../test/fakes/fakeAsk.ts';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { sessionFacts } from '../../test/fakes/signInEdges.ts';
import type { SessionFacts } from '../model/session.ts';
import type { ShownText } from '../ports.ts';
import { Store } from '../state/store.ts';
import { emptySnapshot } from '../state/workspaceReader.ts';
import { decodeToken } from './decodeToken.ts';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const token = (subject: string): string =>
  `${encoded({ alg: 'RS256' })}.${encoded({ sub: subject })}.${encoded({ signature: true })}`;

const alice = sessionFacts({ id: 'session-1' });

describe('decodeToken', () => {
  const cases: readonly [
    title: string,
    world: Parameters<typeof worldOf>[0],
    log: readonly string[],
    subject: string | undefined,
  ][] = [
    ['reads the selection without asking', { selected: ` ${token('selected')}\n` }, [], 'selected'],
    ['reads the clipboard when told to', { picks: 'Token in the clipboard' }, ['clipboard'], 'copied'],
    ['reads what is pasted', { picks: 'Paste or type a token', types: token('pasted') }, [], 'pasted'],
    ['shows nothing when the choice is dismissed', {}, [], undefined],
    ['shows nothing when the paste is dismissed', { picks: 'Paste or type a token' }, [], undefined],
    [
      'reads the session in use, for this one call',
      { picks: 'Tokens of the current session', sessions: [alice] },
      ['tokens of session-1'],
      'signed in',
    ],
  ];
  for (const [title, options, log, subject] of cases) {
    it(`${title}, and calls nothing else`, async () => {
      const world = worldOf(options);
      await decodeToken(world.deps);
      assert.deepEqual(world.log, log);
      assert.deepEqual(
        world.shown.map(({ name }) => name),
        subject === undefined ? [] : ['Token.jsonc'],
      );
      if (subject !== undefined) assert.ok(world.shown[0]?.text.includes(`"sub": "${subject}"`), world.shown[0]?.text);
      for (const { text } of world.shown) assert.ok(!text.includes(encoded({ signature: true })), 'no token is shown');
    });
  }

  it('offers the session only where one is in use', async () => {
    const offered = async (sessions: readonly SessionFacts[]) => {
      const world = worldOf({ sessions });
      await decodeToken(world.deps);
      return world.offered;
    };
    assert.deepEqual(await offered([]), ['Paste or type a token', 'Token in the clipboard']);
    assert.deepEqual(await offered([{ ...alice, environment: 'staging' }]), await offered([]));
    assert.deepEqual(await offered([{ ...alice, issuer: 'http://127.0.0.1:9401' }]), await offered([]));
    assert.equal((await offered([alice])).length, 3);
  });

  it('says so when the session ended while the choice was shown', async () => {
    const world = worldOf({ picks: 'Tokens of the current session', sessions: [alice], endsMeanwhile: true });
    await assert.rejects(decodeToken(world.deps), { code: 'token.none' });
    assert.deepEqual([world.log, world.shown], [[], []]);
  });

  it('shows text that is no token as what it is', async () => {
    const world = worldOf({ selected: 'not a token' });
    await decodeToken(world.deps);
    assert.equal(world.shown.length, 1);
  });
});

function worldOf({
  selected = '',
  picks,
  types,
  sessions = [],
  endsMeanwhile = false,
}: {
  selected?: string;
  picks?: string;
  types?: string;
  sessions?: readonly SessionFacts[];
  endsMeanwhile?: boolean;
}) {
  const log: string[] = [];
  const shown: ShownText[] = [];
  const offered: string[] = [];
  const store = new Store({ ...emptySnapshot(), sessions });
  const answers: Answers = {
    choose: (_title, labels) => {
      offered.push(...labels);
      if (endsMeanwhile) store.update({ sessions: [] });
      return picks;
    },
    text: () => types,
  };
  const deps = {
    ask: fakeAsk(answers),
    clock: new FakeClock(),
    store,
    clipboard: { read: () => (log.push('clipboard'), Promise.resolve(token('copied'))) },
    documents: { selection: () => selected, show: (document: ShownText) => Promise.resolve(void shown.push(document)) },
    sessions: {
      tokens: (id: string) => {
        log.push(`tokens of ${id}`);
        return Promise.resolve({ accessToken: 'opaque', idToken: token('signed in'), facts: alice });
      },
    },
  };
  return { deps, log, shown, offered };
}
