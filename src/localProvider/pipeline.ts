import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { errorPage } from './errorPage.ts';
import { endSession, origin } from './logout.ts';
import { contentSecurityPolicy } from './page.ts';

const failed = 'The local identity provider failed. Its log says why.';

/** What happens around oidc-provider's own steps, outermost first. */
export function pipeline(provider: Provider): void {
  provider.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      provider.emit('server_error', ctx, error);
      ctx.status = error instanceof URIError ? 400 : 500;
      ctx.type = 'html';
      ctx.body = errorPage('server_error', failed);
    }
    if (ctx.status !== 404 || (ctx.body !== undefined && ctx.body !== null)) return;
    ctx.type = 'html';
    ctx.body = errorPage('not_found', 'There is nothing at this address.');
    ctx.status = 404;
  });
  provider.use(async (ctx, next) => {
    // oidc-provider adds the hash of the one script it uses, that of response_mode=form_post, where it finds a script-src
    ctx.set('content-security-policy', `${contentSecurityPolicy()}; script-src`);
    await next();
    if (!hasProtocol(ctx)) return;
    const { params, session, route } = ctx.oidc;
    if (params?.['response_mode'] === 'form_post' && typeof params['redirect_uri'] === 'string') {
      const policy = ctx.response.get('content-security-policy');
      ctx.set(
        'content-security-policy',
        policy.replace("form-action 'none'", `form-action ${origin(params['redirect_uri']).join(' ')}`),
      );
    }
    // a sign-out without a session is answered by a page with a script, only to say that there is nothing to do
    if (route === 'end_session' && ctx.status === 200 && session && session.accountId === undefined) {
      await endSession(ctx);
    }
  });
}

/** Only requests to one of oidc-provider's own routes have its context. */
const hasProtocol = (ctx: object): ctx is KoaContextWithOIDC => 'oidc' in ctx && ctx.oidc !== undefined;
