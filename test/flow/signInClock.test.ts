import assert from 'node:assert/strict';
import { HostileProvider } from './hostileProvider.ts';
import { signInWorld, soon } from './signInWorld.ts';

describe('signing in with clocks that differ', () => {
  const provider = new HostileProvider();
  before(() => provider.start());
  after(() => provider.stop());
  beforeEach(() => {
    provider.heal();
  });

  /** The provider's clock, in tokens and in the `Date` of its answers. */
  function setClock(aheadS: number, dates = aheadS): void {
    provider.faults.claims = (claims) => ({
      ...claims,
      iat: Number(claims['iat']) + aheadS,
      exp: Number(claims['iat']) + aheadS + 60,
    });
    provider.faults.answer = (path, _request, response) => {
      if (path === '/token') response.setHeader('date', new Date(Date.now() + dates * 1000).toUTCString());
      return false;
    };
  }

  for (const [seconds, words] of [
    [240, /4 minutes behind/],
    [-240, /4 minutes ahead of/],
  ] as const) {
    it(`D31 F23 ${String(seconds)} s are tolerated and said in the log`, async () => {
      setClock(seconds);
      const world = signInWorld(provider.issuer);
      assert.equal((await soon(world.signIn())).subject, 'alice');
      assert.ok(world.log.lines.some((line) => words.test(line)));
    });
  }

  it('says nothing of clocks that agree', async () => {
    setClock(0);
    const world = signInWorld(provider.issuer);
    await soon(world.signIn());
    assert.ok(world.log.lines.every((line) => !line.includes('clock')));
  });

  for (const [seconds, words] of [
    [-420, /this machine is 7 minutes ahead of the one of 127\.0\.0\.1/],
    [-86_400, /this machine is 24 hours ahead of/],
  ] as const) {
    it(`D31 F23 I59 ${String(seconds)} s are too much, and the difference is named`, async () => {
      setClock(seconds);
      await assert.rejects(soon(signInWorld(provider.issuer).signIn()), { code: 'signIn.clock', message: words });
    });
  }

  it('D29 D31 a token that ran out at a provider whose clock is right is not blamed on the clock', async () => {
    setClock(-3600, 0);
    await assert.rejects(soon(signInWorld(provider.issuer).signIn()), {
      code: 'signIn.clock',
      message: /although the two agree/,
    });
  });
});
