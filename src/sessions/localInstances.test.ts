import assert from 'node:assert/strict';
import { shared, window } from '../../test/flow/sessionsWorld.ts';
import type { SignedIn } from '../signIn/request.ts';

/** Both workspaces have their provider at the same address, one after the other. */
const alice: SignedIn = {
  issuer: 'http://127.0.0.1:9400',
  clientId: 'client',
  flow: 'loopback',
  subject: 'alice',
  label: 'Alice Adams',
  accessToken: 'access-1',
  idToken: 'id-1',
  refreshToken: 'refresh-1',
  scopes: ['openid'],
};

describe('sessions of local providers', () => {
  function open() {
    const common = shared();
    const requests: string[] = [];
    const fetch = (input: string | URL | Request): Promise<Response> => {
      requests.push(input instanceof Request ? input.url : String(input));
      return Promise.reject(new TypeError('nobody may be asked here'));
    };
    const inWorkspace = (instance: string, proven: string | undefined) =>
      window({ ...common, fetch, local: { own: () => Promise.resolve(instance), proven: () => proven } }, alice);
    return { requests, inWorkspace, ...common };
  }

  it('T31 T50 a session is listed in the workspace whose provider made it, and nowhere else', async () => {
    const { inWorkspace } = open();
    const shop = inWorkspace('shop', 'shop');
    const facts = await shop.signIn({ instance: 'shop' });
    assert.equal(facts.instance, 'shop');
    assert.deepEqual(await shop.sessions.list(), [facts]);
    assert.deepEqual(await inWorkspace('bank', 'bank').sessions.list(), []);
  });

  it('T31 the same person at another provider of the same address does not replace the session', async () => {
    const { inWorkspace, secrets } = open();
    await inWorkspace('shop', 'shop').signIn({ instance: 'shop' });
    await inWorkspace('bank', 'bank').signIn({ instance: 'bank' });
    assert.equal(secrets.values.size, 2);
  });

  it('T31 nothing is sent to the address while its provider has not proved to be the one', async () => {
    const { inWorkspace, requests, secrets } = open();
    const { signIn, sessions } = inWorkspace('shop', undefined);
    const { id } = await signIn({ instance: 'shop' });
    await assert.rejects(sessions.renewed(id), { code: 'provider.unreachable' });
    assert.equal(secrets.values.size, 1, 'the session stays');
    await sessions.remove(id);
    assert.deepEqual([secrets.values.size, requests], [0, []]);
  });

  it('asks the provider once it has proved to be the one', async () => {
    const { inWorkspace, requests } = open();
    const { signIn, sessions } = inWorkspace('shop', 'shop');
    const { id } = await signIn({ instance: 'shop' });
    await assert.rejects(sessions.renewed(id), { code: 'http.unreachable' });
    assert.ok(requests.length > 0);
  });
});
