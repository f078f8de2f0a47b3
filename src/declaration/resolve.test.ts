import assert from 'node:assert/strict';
import { parseDeclaration } from './parse.ts';
import { environmentsOf, resolveWorkspace } from './resolve.ts';

const { declaration } = parseDeclaration(`{
  "environments": {
    "local": { "provider": "local" },
    "staging": { "provider": "keycloak", "issuer": "https://id.example.com/realms/acme", "signIn": { "clientId": "dev", "scopes": ["openid"] } }
  },
  "applications": {
    "shop": {
      "name": "Shop", "type": "web", "clientAuthentication": "secret",
      "urls": { "local": ["http://localhost:3000/", "http://localhost:3001"], "staging": "https://shop.example.com" },
      "redirectPaths": ["/auth/callback"], "postLogoutPaths": ["/"],
      "roles": { "manager": "Changes prices", "clerk": "Takes orders" },
      "in": { "staging": { "clientId": "8f0c", "redirectPaths": ["/a", "/b"], "name": "Shop (staging)" } }
    },
    "orders": { "type": "api", "audience": "https://orders.example.com", "scopes": { "orders:read": "Reads" } },
    "plain": {},
    "whole": { "redirectUris": ["http://127.0.0.1/callback"], "redirectPaths": ["/x"], "urls": { "local": "http://localhost" } },
    "idle": { "roles": { "guest": "" } },
    "till": { "type": "native" }
  },
  "groups": {
    "sales": {
      "members": ["alice", "bob", "alice"], "grants": { "shop": ["clerk"] },
      "in": { "staging": { "members": ["real-person"], "grants": { "shop": ["manager"] } } }
    },
    "sales/leads": { "members": ["bob"], "grants": { "shop": ["manager"] } }
  },
  "people": { "alice": { "name": "Alice", "email": "a@example.com", "claims": { "department": "sales" } }, "bob": {} }
}`);

describe('resolveWorkspace', () => {
  const local = resolveWorkspace(declaration, 'local');
  const staging = resolveWorkspace(declaration, 'staging');
  const fields = (workspace: typeof local, key: string) =>
    workspace?.applications.find((application) => application.key === key)?.fields;

  it('joins every URL with every path and collects the grants of all groups', () => {
    assert.deepEqual(fields(local, 'shop'), {
      name: 'Shop',
      type: 'web',
      clientAuthentication: 'secret',
      redirectUris: ['http://localhost:3000/auth/callback', 'http://localhost:3001/auth/callback'],
      postLogoutRedirectUris: ['http://localhost:3000/', 'http://localhost:3001/'],
      roles: ['manager', 'clerk'],
      grants: [
        { group: 'sales', role: 'clerk' },
        { group: 'sales/leads', role: 'manager' },
      ],
    });
  });

  it('lets the environment win, its lists replacing', () => {
    const shop = staging?.applications.find(({ key }) => key === 'shop');
    assert.deepEqual(
      [shop?.clientId, shop?.urls, shop?.fields.name],
      ['8f0c', ['https://shop.example.com'], 'Shop (staging)'],
    );
    assert.deepEqual(shop?.fields.redirectUris, ['https://shop.example.com/a', 'https://shop.example.com/b']);
    assert.deepEqual(staging?.groups[0]?.grants, { shop: ['manager'] });
  });

  it('leaves what is not declared absent', () => {
    assert.deepEqual(fields(local, 'plain'), {});
    assert.deepEqual(fields(local, 'idle'), { roles: ['guest'], grants: [] });
    assert.deepEqual(fields(local, 'orders'), {
      type: 'api',
      audience: 'https://orders.example.com',
      scopes: ['orders:read'],
    });
  });

  it('takes whole redirect URIs as they stand', () => {
    assert.deepEqual(fields(local, 'whole'), { redirectUris: ['http://127.0.0.1/callback'] });
  });

  it('says the members of the file to the local provider only', () => {
    const members = (workspace: typeof local) => workspace?.groups.map((group) => group.members);
    assert.deepEqual(members(local), [['alice', 'bob'], ['bob']]);
    assert.deepEqual(members(staging), [['real-person'], []]);
  });

  it('names people by their key where they have no name', () => {
    assert.deepEqual(
      local?.people.map(({ key, name, email }) => [key, name, email]),
      [
        ['alice', 'Alice', 'a@example.com'],
        ['bob', 'bob', undefined],
      ],
    );
  });

  it('leaves out the types that are not acted on yet', () => {
    assert.deepEqual(
      local?.applications.map(({ key }) => key),
      ['shop', 'orders', 'plain', 'whole', 'idle'],
    );
  });

  it('knows no other environment', () => {
    assert.equal(resolveWorkspace(declaration, 'production'), undefined);
  });
});

describe('environmentsOf', () => {
  it('makes the issuer of the local provider from its port, and keeps that of others', () => {
    assert.deepEqual(environmentsOf(declaration), [
      {
        name: 'local',
        provider: 'local',
        issuer: 'http://127.0.0.1:9400',
        port: 9400,
        signIn: { clientId: 'sso-toolkit', scopes: ['openid', 'profile', 'email'], parameters: {}, redirectUris: [] },
      },
      {
        name: 'staging',
        provider: 'keycloak',
        issuer: 'https://id.example.com/realms/acme',
        signIn: { clientId: 'dev', scopes: ['openid'], parameters: {}, redirectUris: [] },
      },
    ]);
  });
});
