/** An `sso.json` as a person writes it, with a comment, whose local provider listens at `port`. */
export const declarationAt = (port: number): string => `{
  // our provider
  "environments": { "local": { "provider": "local", "port": ${String(port)} } },
  "applications": {
    "shop": {
      "name": "Shop",
      "type": "web",
      "urls": { "local": "http://localhost:3000" }, // while developing
      "redirectPaths": ["/auth/callback"],
      "postLogoutPaths": ["/"],
      "clientAuthentication": "secret",
      "roles": { "manager": "Changes prices", "clerk": "Takes orders" }
    }
  },
  "groups": { "sales": { "members": ["alice"], "grants": { "shop": ["clerk"] } } },
  "people": { "alice": { "name": "Alice Adams", "email": "alice@example.com" }, "bob": { "name": "Bob Brown" } }
}
`;
