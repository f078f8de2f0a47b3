/** Keycloak's own pages, as a person fills them in without a script. */
import type { BrowserAgent, Shown } from '../flow/browserAgent.ts';

/** From the start address through the login form to the page of the product. */
export async function signInAt(agent: BrowserAgent, startUrl: string, name: string, password: string): Promise<Shown> {
  const form = await agent.visit(startUrl);
  return submitLogin(agent, form, name, password);
}

export const submitLogin = (agent: BrowserAgent, form: Shown, name: string, password: string): Promise<Shown> =>
  agent.submit(form, 'kc-form-login', { username: name, password });

/** From the page that asks for the password of whoever is signed in, to one that asks who it is. */
export function restartLogin(agent: BrowserAgent, { html, url }: Shown): Promise<Shown> {
  const address = /<button id="reset-login"[^>]*location\.href='([^']*)'/.exec(html)?.[1];
  if (address === undefined) throw new Error(`nothing to restart on ${url}`);
  return agent.visit(new URL(address.replaceAll('&amp;', '&'), url).href);
}

/** On the page that asks whether the client may know the person: `accept` with Yes, `cancel` with No. */
export const answerConsent = (agent: BrowserAgent, page: Shown, button: 'accept' | 'cancel'): Promise<Shown> =>
  agent.submit(page, undefined, { [button]: button === 'accept' ? 'Yes' : 'No' });

/** The page of the device flow with the code in its address: signs in, and answers what it asks. */
export async function answerDevice(
  agent: BrowserAgent,
  address: string,
  { name, password }: { readonly name: string; readonly password: string },
  button: 'accept' | 'cancel' = 'accept',
): Promise<Shown> {
  return answerConsent(agent, await signInAt(agent, address, name, password), button);
}
