/** Keycloak's own pages, as a person fills them in without a script. */
import type { BrowserAgent, Shown } from '../flow/browserAgent.ts';

/** From the start address through the login form to the page of the product. */
export async function signInAt(agent: BrowserAgent, startUrl: string, name: string, password: string): Promise<Shown> {
  const form = await agent.visit(startUrl);
  return submitLogin(agent, form, name, password);
}

export const submitLogin = (agent: BrowserAgent, form: Shown, name: string, password: string): Promise<Shown> =>
  agent.submit(form, 'kc-form-login', { username: name, password });

/** The page of the device flow with the code in its address: signs in, and agrees to what it asks. */
export async function allowDevice(
  agent: BrowserAgent,
  address: string,
  name: string,
  password: string,
): Promise<Shown> {
  const signedIn = await signInAt(agent, address, name, password);
  return agent.submit(signedIn, undefined, { accept: 'Yes' });
}
