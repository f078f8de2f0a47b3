import assert from 'node:assert/strict';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { fakeSecrets } from '../../test/fakes/fakeSecrets.ts';
import type { KnownClient } from '../signIn/request.ts';
import { clientStore, isClientKey } from './clientStore.ts';

const issuer = 'https://id.example';
const client: KnownClient = {
  clientId: 'made-for-us',
  redirectUris: ['http://127.0.0.1:40001/callback'],
  postLogoutRedirectUri: 'http://127.0.0.1:40001/callback',
  registrationAccessToken: 'registration-secret',
  registrationClientUri: `${issuer}/register/made-for-us`,
  bindsTokens: true,
};

describe('clientStore', () => {
  function open() {
    const secrets = fakeSecrets();
    const log = fakeLog();
    return { secrets, log, clients: clientStore(secrets, log) };
  }

  const kept: readonly [title: string, client: KnownClient][] = [
    ['all that came of it', client],
    ['no more than the id', { clientId: 'made-for-us', redirectUris: [] }],
  ];
  for (const [title, known] of kept) {
    it(`A6 gives a registration back with ${title}, and forgets it`, async () => {
      const { clients, secrets, log } = open();
      await clients.put(issuer, known);
      assert.deepEqual(await clients.get(issuer), known);
      assert.deepEqual((await secrets.keys()).map(isClientKey), [true]);
      await clients.forget(issuer);
      assert.deepEqual([await clients.get(issuer), await secrets.keys(), log.lines], [undefined, [], []]);
    });
  }

  it('T31 gives the registration of an issuer to no other, whatever lies under its name', async () => {
    const { clients, secrets } = open();
    await clients.put(issuer, client);
    const others = ['https://other.example', 'https://id.example.evil', `${issuer}/`, `${issuer}/realms/a`, ''];
    for (const other of others) assert.equal(await clients.get(other), undefined);
    await secrets.store('client:https://other.example', (await secrets.get(`client:${issuer}`)) ?? '');
    assert.equal(await clients.get('https://other.example'), undefined);
  });

  const record = { version: 1, issuer, ...client };
  const unreadable: readonly [title: string, text: string][] = [
    ['no JSON', '{"version":1,'],
    ['something else', '"text"'],
    ['a later version', JSON.stringify({ ...record, version: 2 })],
    ['an empty id', JSON.stringify({ ...record, clientId: '' })],
    ['no addresses', JSON.stringify({ ...record, redirectUris: undefined })],
    ['addresses that are none', JSON.stringify({ ...record, redirectUris: [1] })],
  ];
  for (const [title, text] of unreadable) {
    it(`F43 ${title} counts as none, is told, and is not quoted`, async () => {
      const { clients, secrets, log } = open();
      await secrets.store(`client:${issuer}`, text);
      assert.equal(await clients.get(issuer), undefined);
      assert.equal(log.lines.length, 1);
      assert.doesNotMatch(log.lines.join(), /registration-secret|made-for-us/);
    });
  }
});
