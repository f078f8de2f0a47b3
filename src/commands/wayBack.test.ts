import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { fakeMemory } from '../../test/fakes/fakeMemory.ts';
import { fakeSurroundings } from '../../test/fakes/signInEdges.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { agreeOnWayBack } from './wayBack.ts';

const named = { authorization_response_iss_parameter_supported: true };

describe('agreeOnWayBack', () => {
  function worldOf(agrees = true) {
    const ask = fakeAsk({ confirm: () => agrees });
    const deps = { ask, personMemory: fakeMemory(), surroundings: fakeSurroundings() };
    const goTo = (
      issuer: string,
      metadata: object = {},
      redirectUris: readonly string[] = [],
      flow: SignInFlow = 'loopback',
    ) =>
      agreeOnWayBack(
        deps,
        { name: 'x', provider: 'oidc', issuer, signIn: { scopes: [], parameters: {}, redirectUris } },
        flow,
        { ...metadata },
      );
    return { goTo, asked: ask.asked };
  }

  it('T12 asks once before a second provider that does not name itself comes back to the same address', async () => {
    const { goTo, asked } = worldOf();
    await goTo('https://a.example');
    await goTo('https://a.example');
    assert.deepEqual(asked, []);
    await goTo('https://b.example');
    await goTo('https://b.example');
    assert.deepEqual(asked, ['confirm: b.example comes back to the same address as a.example. Go on?']);
  });

  it('T12 goes no further without the agreement', async () => {
    const { goTo } = worldOf(false);
    await goTo('https://a.example', named);
    await assert.rejects(goTo('https://evil.example'), { code: 'operation.cancelled' });
    await assert.rejects(goTo('https://evil.example'), { code: 'operation.cancelled' });
  });

  it('T12 does not ask where the provider names itself, has a path of its own, or nobody comes back', async () => {
    const { goTo, asked } = worldOf();
    await goTo('https://a.example');
    await goTo('https://b.example', named);
    await goTo('https://c.example', {}, ['http://127.0.0.1/c']);
    await goTo('https://d.example', {}, [], 'deviceCode');
    assert.deepEqual(asked, []);
  });
});
