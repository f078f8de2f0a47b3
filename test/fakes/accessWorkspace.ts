import type { DeclaredWorkspace } from '../../src/model/workspace.ts';

/** A clerk, a manager by a group within a group, and somebody in no group; an application that grants nobody anything. */
export const accessWorkspace: DeclaredWorkspace = {
  environment: {
    name: 'local',
    provider: 'local',
    issuer: 'http://127.0.0.1:9400',
    signIn: { clientId: 'sso-toolkit', scopes: ['openid'], parameters: {}, redirectUris: [] },
  },
  applications: [
    {
      key: 'shop',
      clientId: 'shop',
      urls: [],
      roleDescriptions: { manager: 'Changes prices' },
      fields: { name: 'Shop', roles: ['manager', 'clerk'] },
    },
    { key: 'stock', clientId: 'stock', urls: [], roleDescriptions: {}, fields: { name: 'Stock', roles: ['keeper'] } },
    { key: 'nightly', clientId: 'nightly', urls: [], roleDescriptions: {}, fields: { name: 'Nightly' } },
  ],
  groups: [
    { key: 'sales', members: ['alice'], grants: { shop: ['clerk'] } },
    { key: 'sales/leads', members: ['bob'], grants: { shop: ['manager'] } },
  ],
  people: [
    { key: 'alice', name: 'Alice Adams', claims: {} },
    { key: 'bob', name: 'Bob Brown', claims: {} },
    { key: 'carol', name: 'Carol Clark', claims: {} },
  ],
};
