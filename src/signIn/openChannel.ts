import { untilAborted } from '../base/untilAborted.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import type { Metadata } from './discover.ts';
import { needSamePort } from './forwardedPort.ts';
import { LoopbackListener } from './loopbackListener.ts';
import { loopbackPlace } from './loopbackPlace.ts';
import { PastedChannel } from './pastedChannel.ts';
import type { SignInDeps, SignInRequest } from './request.ts';
import type { ReturnChannel } from './returnChannel.ts';
import { UriChannel } from './uriChannel.ts';

/** A flow whose answer comes back from a browser. */
export type BrowserFlow = Exclude<SignInFlow, 'deviceCode'>;

/** What a channel may need to know of the provider; it need not be there yet. */
interface Opening {
  readonly request: SignInRequest;
  readonly deps: SignInDeps;
  readonly metadata: Promise<Metadata>;
  readonly signal: AbortSignal;
}

const channels: Record<BrowserFlow, (opening: Opening) => Promise<ReturnChannel>> = {
  async loopback({ request, deps: { clock, log, surroundings }, signal }) {
    const place = loopbackPlace(request.redirectUris ?? [], request.ports ?? []);
    const channel = await LoopbackListener.open(place, clock, log);
    try {
      await untilAborted(needSamePort(surroundings, Number(new URL(channel.redirectUri).port)), signal);
      return channel;
    } catch (thrown) {
      channel.dispose();
      throw thrown;
    }
  },

  uriHandler: ({ request: { redirectUris = [] }, deps: { surroundings, log }, signal }) =>
    UriChannel.open({ surroundings, redirectUris, log }, signal),

  async pastedUrl({ request: { redirectUris = [], ports = [] }, deps: { person }, metadata }) {
    const namesIssuer = (await metadata).authorization_response_iss_parameter_supported === true;
    return new PastedChannel({ redirectUris, ports, person, namesIssuer });
  },
};

/** Opens the way back of a flow that goes through the browser. */
export const openChannel = (
  flow: BrowserFlow,
  request: SignInRequest,
  deps: SignInDeps,
  metadata: Promise<Metadata>,
  signal: AbortSignal,
): Promise<ReturnChannel> => channels[flow]({ request, deps, metadata, signal });
