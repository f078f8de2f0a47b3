import type { Grant, KoaContextWithOIDC } from 'oidc-provider';

/**
 * Instead of a page that asks for consent: whoever continues on the login page agrees to all that was asked for.
 * Each sign-in by hand gets a grant of its own, so that a sign-out elsewhere does not end it.
 */
export async function grantFor(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider, result } = ctx.oidc;
  if (!client || session?.accountId === undefined) return undefined;
  const known = result?.login ? undefined : session.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  const grant =
    found?.accountId === session.accountId
      ? found
      : new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  const scopes = [...ctx.oidc.requestParamScopes];
  grant.addOIDCScope(scopes.join(' '));
  for (const [indicator, { scope }] of Object.entries(ctx.oidc.resourceServers ?? {})) {
    grant.addResourceScope(indicator, scope);
  }
  await grant.save();
  return grant;
}
