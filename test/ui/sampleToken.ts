const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

/** A token as it stands in logs; signed by nobody that matters. */
export const sampleToken = [
  part({ alg: 'RS256', typ: 'JWT', kid: '2026-01' }),
  part({
    iss: 'https://login.example.com',
    sub: 'alice',
    aud: 'shop',
    iat: 1_790_000_000,
    exp: 1_790_003_600,
    groups: ['staff'],
    roles: ['clerk'],
  }),
  Buffer.from('not a real signature').toString('base64url'),
].join('.');
