import * as oidc from 'openid-client';

/**
 * Makes the token request name the redirect URI byte for byte as the authorization request did (RFC 6749, 4.1.3). Left to
 * itself the library drops the query of one, such as an editor in a browser puts there.
 */
export function keepRedirectUri(client: oidc.Configuration, redirectUri: string): void {
  const fetch = client[oidc.customFetch];
  if (!fetch) throw new Error('only a client with a fetch of ours names its redirect URI exactly');
  client[oidc.customFetch] = async (url, options) => {
    const { body } = options;
    if (body instanceof URLSearchParams && body.has('redirect_uri')) body.set('redirect_uri', redirectUri);
    return fetch(url, options);
  };
}
