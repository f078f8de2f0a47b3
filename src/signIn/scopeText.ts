/** Scopes as they are sent: each once, in the order asked for, `openid` among them (OpenID Connect Core 1.0, 3.1.2.1). */
export const normalScopes = (scopes: readonly string[]): readonly string[] => [
  ...new Set(scopes.includes('openid') ? scopes : ['openid', ...scopes]),
];

/** What was granted: as the answer says, else what was asked for (RFC 6749, 5.1). */
export const grantedScopes = (said: string | undefined, asked: readonly string[]): readonly string[] =>
  said === undefined ? asked : [...new Set(said.split(' ').filter((scope) => scope !== ''))];
