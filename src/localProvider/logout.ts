import type { KoaContextWithOIDC } from 'oidc-provider';
import { builtInClientId } from './clientMetadata.ts';
import { contentSecurityPolicy, escaped, page } from './page.ts';

/**
 * RP-Initiated Logout 1.0, 2: with an ID token of the person who is signed in, the application is trusted and nothing is asked;
 * else the person is. The session ends, and with it what its applications got, except the editor's own sign-in.
 */
export async function logoutSource(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { session, entities } = ctx.oidc;
  const hinted = entities.IdTokenHint?.payload['sub'];
  if (hinted !== undefined && hinted === session?.accountId) {
    await endSession(ctx);
    return;
  }
  ctx.set('content-security-policy', contentSecurityPolicy(["'self'", ...origin(postLogoutTarget(ctx))]));
  const application = ctx.oidc.client?.clientName ?? ctx.oidc.client?.clientId;
  ctx.body = page(
    'Sign out',
    `<h1>Sign out?</h1>
<p>${application === undefined ? 'A sign-out was asked for.' : `${escaped(application)} asks to sign out.`} It ends the session at this identity provider.</p>
${form}
<button class="main" type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button><button class="plain" type="submit" form="op.logoutForm">Stay signed in</button>`,
  );
}

export function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  ctx.set('content-security-policy', contentSecurityPolicy());
  ctx.body = page('Signed out', `<h1>You are signed out</h1>\n<p>You can close this page.</p>`);
}

/** Ends the session without a question, and goes where the application asked to. */
export async function endSession(ctx: KoaContextWithOIDC): Promise<void> {
  const { session, provider } = ctx.oidc;
  if (!session) return;
  for (const [clientId, { grantId }] of Object.entries(session.authorizations ?? {})) {
    if (grantId === undefined || clientId === builtInClientId) continue;
    await provider.AccessToken.revokeByGrantId(grantId);
    await provider.RefreshToken.revokeByGrantId(grantId);
    await provider.AuthorizationCode.revokeByGrantId(grantId);
    await provider.Grant.adapter.destroy(grantId);
  }
  const target = postLogoutTarget(ctx);
  const { state } = ctx.oidc.params ?? {};
  await session.destroy();
  ctx.cookies.set(provider.cookieName('session'), null, { httpOnly: true, sameSite: 'lax' });
  ctx.status = 303;
  ctx.redirect(target === undefined ? provider.urlFor('end_session_success') : withState(target, state));
}

function postLogoutTarget({ oidc }: KoaContextWithOIDC): string | undefined {
  const target = oidc.params?.['post_logout_redirect_uri'];
  return typeof target === 'string' ? target : undefined;
}

function withState(target: string, state: unknown): string {
  if (typeof state !== 'string') return target;
  const url = new URL(target);
  url.searchParams.set('state', state);
  return url.href;
}

/** What a CSP source list calls the place of this URI: its origin, or the scheme of an application's own. */
export function origin(uri: string | undefined): readonly string[] {
  const url = uri === undefined ? undefined : URL.parse(uri);
  if (!url) return [];
  return [url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : url.protocol];
}
