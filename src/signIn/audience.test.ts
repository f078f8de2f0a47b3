import assert from 'node:assert/strict';
import { fakeLog } from '../../test/fakes/fakeLog.ts';
import { askForAudience } from './audience.ts';

const api = 'https://api.example.com';

describe('askForAudience', () => {
  const plain = { token_endpoint: 'https://id.example/token' };
  const entra = { token_endpoint: 'https://login.example/tenant/oauth2/v2.0/token' };
  const auth0 = {
    token_endpoint: 'https://login.example/oauth/token',
    mfa_challenge_endpoint: 'https://login.example/mfa',
  };
  const keycloak = { token_endpoint: 'https://id.example/realms/acme/protocol/openid-connect/token' };
  const openid = ['openid'];
  const cases: readonly [title: string, scopes: readonly string[], metadata: object, asked: object][] = [
    [
      'a resource in both requests',
      openid,
      plain,
      { scopes: openid, parameters: { resource: api }, tokenParameters: { resource: api } },
    ],
    [
      'a scope of its own',
      openid,
      entra,
      { scopes: ['openid', `${api}/.default`], parameters: {}, tokenParameters: {} },
    ],
    [
      'the scope that is there',
      [`${api}/read`],
      entra,
      { scopes: [`${api}/read`], parameters: {}, tokenParameters: {} },
    ],
    [
      'a parameter of the authorization request',
      openid,
      auth0,
      { scopes: openid, parameters: { audience: api }, tokenParameters: {} },
    ],
    ['nothing where the provider decides', openid, keycloak, { scopes: openid, parameters: {}, tokenParameters: {} }],
  ];
  for (const [title, scopes, metadata, asked] of cases) {
    it(`B10 asks by ${title}`, () => {
      assert.deepEqual(askForAudience(api, scopes, { ...metadata }, fakeLog()), asked);
    });
  }

  it('B10 asks for none where none is declared', () => {
    assert.deepEqual(askForAudience(undefined, openid, plain, fakeLog()), {
      scopes: openid,
      parameters: {},
      tokenParameters: {},
    });
  });
});
