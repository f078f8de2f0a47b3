import assert from 'node:assert/strict';
import type { ApplicationFields } from '../model/application.ts';
import { declaredFields, registeredFields, type ClientMetadata } from './clientMetadata.ts';

describe('clientMetadata', () => {
  const cases: readonly [title: string, metadata: Omit<ClientMetadata, 'client_id'>, fields: ApplicationFields][] = [
    ['nothing', {}, {}],
    ['a name', { client_name: 'Shop' }, { name: 'Shop' }],
    ['a native application', { application_type: 'native' }, { type: 'native' }],
    ['a machine', { grant_types: ['client_credentials'] }, { type: 'machine' }],
    ['a web application', { grant_types: ['authorization_code', 'client_credentials'] }, { type: 'web' }],
    ['a public client', { token_endpoint_auth_method: 'none' }, { clientAuthentication: 'none' }],
    ['a key', { token_endpoint_auth_method: 'private_key_jwt' }, { clientAuthentication: 'privateKey' }],
    ['a secret', { token_endpoint_auth_method: 'client_secret_post' }, { clientAuthentication: 'secret' }],
    [
      'URIs',
      { redirect_uris: ['http://a'], post_logout_redirect_uris: [] },
      { redirectUris: ['http://a'], postLogoutRedirectUris: [] },
    ],
    ['scopes', { scope: 'openid  profile' }, { scopes: ['openid', 'profile'] }],
  ];
  for (const [title, metadata, fields] of cases) {
    it(`reads ${title}`, () => {
      assert.deepEqual(declaredFields({ client_id: 'shop', ...metadata }), fields);
    });
  }

  it('knows the defaults of what is registered', () => {
    assert.deepEqual(registeredFields({ client_id: 'shop' }), { type: 'web', clientAuthentication: 'secret' });
  });
});
