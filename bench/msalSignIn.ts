import {
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  ProtocolMode,
  PublicClientApplication,
} from '@azure/msal-node';
import { ask, visit } from './userAgent.ts';

/**
 * A whole sign-in by msal-node, in a new client each time. It insists on https, so at an http issuer its requests are
 * carried there by its own hook for the network; that spares it the cost of TLS.
 */
export async function msalSignIn(issuer: string, clientId: string): Promise<void> {
  const secure = issuer.replace('http:', 'https:');
  const application = new PublicClientApplication({
    auth: { clientId, authority: secure, knownAuthorities: [new URL(secure).host] },
    system: { ...(secure !== issuer && { networkClient: carrier(secure) }), protocolMode: ProtocolMode.OIDC },
  });
  let page: Promise<void> | undefined;
  await application.acquireTokenInteractive({
    scopes: ['openid'],
    openBrowser: (url) => {
      page = visit(secure === issuer ? url : url.replace(/^https:/, 'http:'));
      return Promise.resolve();
    },
  });
  await page;
}

function carrier(issuer: string): INetworkModule {
  const carry = async <Body>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<Body>> => {
    const form = options?.body === undefined ? undefined : Object.fromEntries(new URLSearchParams(options.body));
    const { status, body } = await ask(url.replace(/^https:/, 'http:'), form, { 'x-issuer': issuer });
    return { status, headers: {}, body: JSON.parse(body) as Body };
  };
  return { sendGetRequestAsync: carry, sendPostRequestAsync: carry };
}
