import assert from 'node:assert/strict';
import { FakeClock } from '../../test/fakes/fakeClock.ts';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fakeSecrets } from '../../test/fakes/fakeSecrets.ts';
import type { SessionFacts } from '../model/session.ts';
import { EndedSessions } from './endedSessions.ts';

const day = 24 * 3_600_000;

const session = (id: string, changes: Partial<SessionFacts> = {}): SessionFacts => ({
  id,
  environment: 'staging',
  issuer: 'https://id.example',
  account: { id: `https://id.example#${id}`, label: id },
  scopes: ['openid'],
  refreshable: true,
  clientId: 'client',
  flow: 'loopback',
  bound: false,
  ...changes,
});

describe('EndedSessions', () => {
  function open() {
    const secrets = fakeSecrets();
    const clock = new FakeClock('2026-01-01T00:00:00Z');
    const log = fakeLog();
    const [one, other] = [new EndedSessions({ secrets, clock, log }), new EndedSessions({ secrets, clock, log })];
    const ids = async (): Promise<readonly string[]> => (await other.list()).map(({ id }) => id);
    return { secrets, clock, log, one, other, ids };
  }

  it('E36 tells every window who has to sign in again, without a token', async () => {
    const { secrets, clock, one, other } = open();
    let told = 0;
    other.onDidChange(() => told++);
    await one.mark(session('a'));
    assert.deepEqual(await other.list(), [
      {
        id: 'a',
        environment: 'staging',
        issuer: 'https://id.example',
        account: { id: 'https://id.example#a', label: 'a' },
        endedAt: clock.now(),
      },
    ]);
    assert.equal(told, 1);
    assert.deepEqual([...secrets.values.keys()], ['ended:a']);
  });

  it('is settled by the same account at the same place only', async () => {
    const { one, ids } = open();
    const { account } = session('a');
    await one.mark(session('a'));
    await one.settle(session('b'));
    await one.settle(session('b', { account, environment: 'local' }));
    await one.settle(session('b', { account, issuer: 'https://other.example' }));
    assert.deepEqual(await ids(), ['a']);
    await one.settle(session('b', { account }));
    assert.deepEqual(await ids(), []);
  });

  it('says one thing of one account, and forgets one by its id', async () => {
    const { one, ids } = open();
    await one.mark(session('a'));
    await one.mark(session('b', { account: session('a').account }));
    assert.deepEqual(await ids(), ['b']);
    await one.forget('b');
    await one.forget('unknown');
    assert.deepEqual(await ids(), []);
  });

  it('keeps the newest twenty of the last thirty days', async () => {
    const { one, clock, ids, secrets } = open();
    for (let count = 0; count < 25; count++) {
      await one.mark(session(String(count)));
      clock.advance(day);
    }
    assert.deepEqual(
      await ids(),
      Array.from({ length: 20 }, (_, place) => String(place + 5)),
    );
    assert.equal(secrets.values.size, 20);
    clock.advance(29.5 * day);
    assert.deepEqual(await ids(), []);
  });

  it('F43 T61 what lies there and is no marker says nothing', async () => {
    const { one, secrets, ids } = open();
    await one.mark(session('a'));
    const good = secrets.values.get('ended:a') ?? '';
    for (const text of ['', '{', 'null', good, good.replace('"version":1', '"version":2')]) {
      await secrets.store('ended:b', text);
      assert.deepEqual(await ids(), ['a']);
    }
  });

  it('T61 goes on where nothing can be stored', async () => {
    const { clock, log } = open();
    const locked = { ...fakeSecrets(), store: () => Promise.reject(new Error('locked')) };
    await new EndedSessions({ secrets: locked, clock, log }).mark(session('a'));
    assert.match(log.lines.join(), /could not be stored/);
  });
});
