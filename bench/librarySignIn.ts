import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oidc from 'openid-client';
import { visit } from './userAgent.ts';

export async function libraryDiscovery(issuer: string, clientId: string): Promise<oidc.Configuration> {
  const options = { execute: [oidc.allowInsecureRequests] };
  const client = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), options);
  oidc.enableNonRepudiationChecks(client);
  return client;
}

/** The shortest sign-in that openid-client allows, signature checked: what the product's own steps add to it can be seen. */
export async function librarySignIn(client: oidc.Configuration): Promise<void> {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const listener = createServer();
  const called = new Promise<string>((resolve) => {
    listener.on('request', (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('You are signed in.');
      resolve(request.url ?? '/');
    });
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  try {
    const home = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: `${home}/callback`,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const page = visit(url.href);
    await oidc.authorizationCodeGrant(client, new URL(await called, home), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    await page;
  } finally {
    listener.close();
    listener.closeAllConnections();
  }
}
