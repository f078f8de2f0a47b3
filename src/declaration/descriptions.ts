/** What each key of `sso.json` means, shown when the pointer rests on it. `*` stands for any name. */
const descriptions: Readonly<Record<string, string>> = {
  $schema: 'Where this schema lies, for editors that do not know it.',
  environments: 'The identity providers of this workspace by name. The first is in use unless another is chosen.',
  'environments.*.provider':
    'local: built into SSO Toolkit. keycloak: a Keycloak realm. oidc: any OpenID Connect provider.',
  'environments.*.issuer': 'The URL that names the provider in tokens. The local provider makes its own from its port.',
  'environments.*.port': 'Where the local provider listens on 127.0.0.1; 9400 when absent. It is part of the issuer.',
  'environments.*.signIn': "The developer's own sign-in to this provider.",
  'environments.*.signIn.clientId':
    "Client id of the developer's own sign-in. When absent, sso-toolkit at the local provider; elsewhere the provider is asked to register the editor (RFC 7591).",
  'environments.*.signIn.scopes': 'Scopes that are asked for; openid, profile and email when absent.',
  'environments.*.signIn.parameters':
    'Further parameters of the authorization request. What the sign-in sets itself cannot be set here.',
  'environments.*.signIn.redirectUris':
    'Addresses that are registered for the client to come back to, as registered. A loopback address without a port stands for any port. Absent: http://127.0.0.1/callback.',
  'environments.*.signIn.postLogoutRedirectUri':
    'Where the browser may come back to after signing out at the provider, as registered.',
  'environments.*.signIn.flow':
    'The way to sign in that is offered first: loopback, uriHandler, pastedUrl or deviceCode.',
  'environments.*.signIn.audience': 'The API that access tokens are wanted for, in the words of the provider.',
  'environments.*.production': 'true: removals are confirmed by typing the name of the environment.',
  'environments.*.changes': 'What may be done to the registrations: apply, hand over the plan, or nothing.',
  'environments.*.syncDelay': 'Local provider: how long a new registration answers as unknown.',
  'environments.*.looksLike': 'Local provider: whose shape of groups, roles and names its tokens take.',
  'environments.*.reachableAs': 'Local provider: further addresses under which containers reach it.',
  'environments.*.faults': 'Local provider: faults that are on.',
  'environments.*.autoApply': 'Local provider: declared registrations are applied without being asked for.',
  applications: 'What you build, by key. The key is the client id unless "in" says another.',
  'applications.*.name': 'The name that people see.',
  'applications.*.type':
    'web: has a server. spa: runs in the browser only. native: is installed. api: is called with access tokens. machine: signs in as itself.',
  'applications.*.urls': 'Where the application runs, by environment: one URL or a list, the first being opened.',
  'applications.*.redirectPaths': 'Paths to which people return after sign-in. Joined with each URL.',
  'applications.*.postLogoutPaths': 'Paths to which people return after sign-out. Joined with each URL.',
  'applications.*.redirectUris': 'Whole redirect URIs, in place of URLs and paths.',
  'applications.*.clientAuthentication': 'How the application proves who it is. The kind, never the value.',
  'applications.*.roles': 'Roles that the application defines, each with what it allows.',
  'applications.*.audience': 'For an API: whom its access tokens are made out to (RFC 8707).',
  'applications.*.scopes': 'For an API: its scopes, each with what it allows.',
  'applications.*.uses': 'Scopes of declared APIs that the application asks for.',
  'applications.*.in': 'Any field again, for one environment: it wins, and lists replace.',
  'applications.*.in.*.clientId': 'The client id that the application has at this provider.',
  groups: 'People managed together. The path in the name is the place in the tree: "sales/leads" lies below "sales".',
  'groups.*.members': 'Keys of people. They speak for the local provider only.',
  'groups.*.grants': 'Roles that the members have, by application. Members of a subgroup have them too.',
  'groups.*.in': 'Any field again, for one environment: it wins, and lists replace.',
  'groups.*.in.*.id': 'The id that the group has at this provider.',
  people: 'Sample people of the local provider, by key. Nobody else ever sees them.',
  'people.*.name': 'Full name; the key when absent.',
  'people.*.email': 'Email address.',
  'people.*.claims': "Further claims of the person's tokens.",
};

/** The words for a key; those of the top for a key that `in` gives again. */
export function descriptionOf(path: readonly string[]): string | undefined {
  const own = path.join('.');
  return descriptions[own] ?? descriptions[own.replace('.in.*', '')];
}
