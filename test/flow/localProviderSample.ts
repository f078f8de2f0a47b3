/** The workspace that the flow tests use: a clerk, a manager through a nested group, and somebody without access. */
export const sample = {
  environments: { local: { provider: 'local', port: 9400 } },
  applications: {
    shop: {
      name: 'Shop',
      type: 'web',
      urls: { local: 'http://localhost:3000' },
      redirectPaths: ['/callback'],
      roles: { clerk: 'Takes orders', manager: 'Changes prices' },
    },
  },
  groups: {
    sales: { members: ['alice'], grants: { shop: ['clerk'] } },
    'sales/leads': { members: ['bob'], grants: { shop: ['manager'] } },
  },
  people: {
    alice: { name: 'Alice Adams', email: 'alice@example.com', claims: { department: 'sales' } },
    bob: { name: 'Bob Brown', email: 'bob@example.com' },
    carol: { name: 'Carol Clark', email: 'carol@example.com' },
  },
};

/** The same application as it is registered. */
export const shop = {
  name: 'Shop',
  type: 'web',
  clientAuthentication: 'none',
  redirectUris: ['http://localhost:3000/callback'],
  postLogoutRedirectUris: ['http://localhost:3000/'],
  roles: ['clerk', 'manager'],
  grants: [
    { group: 'sales', role: 'clerk' },
    { group: 'sales/leads', role: 'manager' },
  ],
};
