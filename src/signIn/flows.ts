import { isLoopbackHost } from '../base/loopback.ts';
import { SsoError } from '../base/ssoError.ts';
import type { Host } from '../model/host.ts';
import type { SignInFlow } from '../model/signInFlow.ts';

/** What the other side makes possible: the provider by its metadata, and what is registered there for the editor. */
export interface Offers {
  readonly metadata: { readonly device_authorization_endpoint?: unknown };
  /** Empty: a path of 127.0.0.1 at any port. */
  readonly redirectUris: readonly string[];
  /** The provider is asked to register the editor, with whatever address the flow needs. */
  readonly registersItself: boolean;
}

export interface FlowWishes extends Offers {
  readonly host: Host;
  /** By the person: the only one. */
  readonly pinned?: SignInFlow | undefined;
  /** By `sso.json`: first among those that can work. */
  readonly preferred?: SignInFlow | undefined;
}

/** `certain`: so likely to work that it starts without a question. `why` is a clause in words. */
export type Fit = { readonly fits: true; readonly certain: boolean } | { readonly fits: false; readonly why: string };

/** One way to sign in. To offer another, add a row. */
interface Flow {
  readonly name: SignInFlow;
  readonly title: string;
  /** What the person does, and when this is the way to take. */
  readonly detail: (host: Host) => string;
  readonly fits: (host: Host, offers: Offers) => Fit;
}

/** A flow that can work here, as it is offered. */
export interface OfferedFlow {
  readonly name: SignInFlow;
  readonly title: string;
  readonly detail: string;
  readonly certain: boolean;
}

/** In the order in which they are offered on the person's own machine. */
export const flows: readonly Flow[] = [
  {
    name: 'loopback',
    title: 'Browser, coming back to a port',
    detail: (host) =>
      isNear(host)
        ? 'Sign in in the browser; it comes back to 127.0.0.1 by itself. Needs a browser on this machine.'
        : 'Sign in in the browser; it comes back through a forwarded port. Needs the same port to be free on your own machine.',
    fits: (host, offers) => {
      if (host.runs === 'webWorker') return not('nothing can listen at a port where this editor runs');
      if (!loopbackAllowed(offers)) return not('no loopback address is registered for the client');
      if (!isNear(host) && host.ui === 'web') {
        return not('an editor in a browser forwards ports to web addresses, never to 127.0.0.1 of your machine');
      }
      return yes(isNear(host));
    },
  },
  {
    name: 'uriHandler',
    title: 'Browser, coming back to the editor',
    detail: () => 'Sign in in the browser; it asks whether to open the editor, and hands it the answer.',
    fits: ({ ownAddress, runs, ui }, { redirectUris, registersItself }) => {
      if (ownAddress === undefined) return not('the system does not know this portable editor by an address');
      const certain = runs === 'local';
      if (registersItself) return yes(certain);
      if (!redirectUris.some((uri) => uri.startsWith(`${ownAddress}/`))) {
        return not(`no address that begins with ${ownAddress}/ is registered for the client`);
      }
      if (ui === 'web') {
        return not('the registered address opens the editor of the desktop, not the one in this browser');
      }
      return yes(certain);
    },
  },
  {
    name: 'pastedUrl',
    title: 'Paste the address',
    detail: () => 'Sign in in any browser; it ends at a page that does not load. Paste the address of that page here.',
    fits: (_, offers) =>
      loopbackAllowed(offers) ? yes(false) : not('no loopback address is registered for the client'),
  },
  {
    name: 'deviceCode',
    title: 'Type a code',
    detail: () =>
      "Type a short code into the provider's page, on any device. Many organisations forbid it, because codes are phished.",
    fits: (_, { metadata }) =>
      typeof metadata.device_authorization_endpoint === 'string'
        ? yes(false)
        : not('the provider does not announce the device flow'),
  },
];

/**
 * The flows that can work here, the likeliest first. Pure. Fails with `signIn.flowUnavailable` when the pinned one cannot,
 * or none can.
 */
export function flowsFor({ host, pinned, preferred, ...offers }: FlowWishes): readonly OfferedFlow[] {
  if (pinned !== undefined) {
    const [flow] = flows.filter(({ name }) => name === pinned);
    const fit = flow?.fits(host, offers);
    if (flow && fit?.fits === true) return [{ ...offered(flow, host), certain: true }];
    const why = fit?.fits === false ? fit.why : 'there is no such way';
    throw unavailable(
      `The way to sign in that sso.signIn.flow sets, "${flow?.title ?? pinned}", cannot work here: ${why}.`,
      'Change or remove the setting sso.signIn.flow.',
    );
  }
  const fitting = inOrder(host).flatMap((flow) => {
    const fit = flow.fits(host, offers);
    return fit.fits ? [{ ...offered(flow, host), certain: fit.certain }] : [];
  });
  if (fitting.length > 0) return preferredFirst(fitting, preferred);
  const reasons = flows.flatMap((flow) => {
    const fit = flow.fits(host, offers);
    return fit.fits ? [] : [`${flow.title}: ${fit.why}`];
  });
  throw unavailable(
    `No way to sign in can work here. ${reasons.join('. ')}.`,
    'Add signIn.redirectUris to the environment in sso.json, as they are registered for the client.',
  );
}

/** Away from the person's machine the editor's own address comes first; nothing depends on ports there. */
const inOrder = (host: Host): readonly Flow[] =>
  isNear(host) ? flows : flows.toSorted((one, other) => rank(one) - rank(other));

const rank = ({ name }: Flow): number => (name === 'uriHandler' ? 0 : 1);

const preferredFirst = (fitting: readonly OfferedFlow[], preferred: SignInFlow | undefined): readonly OfferedFlow[] => [
  ...fitting.filter(({ name }) => name === preferred),
  ...fitting.filter(({ name }) => name !== preferred),
];

/** The browser is, or very likely is, on the machine where the extension runs. */
export const isNear = ({ runs, atLoopback }: Host): boolean => runs === 'local' || atLoopback;

const loopbackAllowed = ({ redirectUris, registersItself }: Offers): boolean =>
  registersItself || redirectUris.length === 0 || loopbackOf(redirectUris) !== undefined;

/** The registered loopback address, by which the host, the path and, where it has one, the port are decided. */
export const loopbackOf = (redirectUris: readonly string[]): URL | undefined =>
  redirectUris
    .flatMap((uri) => (URL.canParse(uri) ? [new URL(uri)] : []))
    .find(({ protocol, hostname }) => protocol === 'http:' && isLoopbackHost(hostname));

const offered = ({ name, title, detail }: Flow, host: Host) => ({ name, title, detail: detail(host) });

const yes = (certain: boolean): Fit => ({ fits: true, certain });

const not = (why: string): Fit => ({ fits: false, why });

const unavailable = (message: string, hint: string): SsoError =>
  new SsoError('signIn.flowUnavailable', { message, hint });
