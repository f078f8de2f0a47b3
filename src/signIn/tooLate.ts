import { SsoError } from '../base/ssoError.ts';
import type { Host } from '../model/host.ts';
import type { SignInFlow } from '../model/signInFlow.ts';

/** What is known of a sign-in whose time is over. */
export interface Waited {
  readonly flow: SignInFlow;
  readonly timeoutMs: number;
  readonly host: Host;
  /** Absent while there is none. */
  readonly redirectUri?: string | undefined;
  readonly clientId?: string | undefined;
}

/** To word another flow, add a row. Each hint begins with the likeliest reason and ends with another way. */
const words: Record<SignInFlow, (waited: Waited) => { readonly what: string; readonly hint: string }> = {
  loopback: (waited) => ({
    what: 'The browser did not come back',
    hint: `${notRegistered(waited)}If the browser refused the address (HTTPS-only mode), allow http for ${hostOf(waited)}, or sign in by pasting the address instead.${notForwarded(waited)}`,
  }),
  uriHandler: (waited) => ({
    what: 'The browser did not hand the answer to the editor',
    hint: `${notRegistered(waited)}If the browser asks whether to open the editor, allow it. Or sign in by another way, such as pasting the address.`,
  }),
  pastedUrl: (waited) => ({
    what: 'No address was pasted',
    hint: `${notRegistered(waited)}The address to paste is the one of the page that does not load at the end.`,
  }),
  deviceCode: () => ({
    what: 'The code was not used',
    hint: 'Sign in again for a new code. If the page of the provider refuses codes, sign in by another way.',
  }),
};

/** The sign-in ended because nobody came back in time. */
export function tooLate(waited: Waited): SsoError {
  const { what, hint } = words[waited.flow](waited);
  return new SsoError('signIn.timeout', { message: `${what} within ${duration(waited.timeoutMs)}.`, hint });
}

function notRegistered({ redirectUri, clientId }: Waited): string {
  if (redirectUri === undefined) return '';
  const client = clientId === undefined ? '' : ` for the client ${clientId}`;
  return `If the page of the provider names the redirect URI, register ${redirectUri}${client}${anyPort(redirectUri)}. `;
}

const anyPort = (redirectUri: string): string =>
  redirectUri.startsWith('http://127.') ? ' (without the port, where the provider then takes any)' : '';

const hostOf = ({ redirectUri }: Waited): string => URL.parse(redirectUri ?? '')?.hostname ?? '127.0.0.1';

function notForwarded({ host, redirectUri }: Waited): string {
  if (redirectUri === undefined || host.runs === 'local') return '';
  const port = URL.parse(redirectUri)?.port ?? '';
  return ` If the editor runs on another machine than the browser, forward port ${port} with the same number, or sign in by another way.`;
}

const duration = (milliseconds: number): string =>
  milliseconds < 120_000
    ? `${String(Math.round(milliseconds / 1000))} seconds`
    : `${String(Math.round(milliseconds / 60_000))} minutes`;
