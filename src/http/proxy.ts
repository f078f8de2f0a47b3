import { SsoError } from '../base/ssoError.ts';
import { withCauses } from './causes.ts';

export const proxyHint = 'Check the setting http.proxy, or ask whoever runs the proxy to let this host through.';

/** A proxy that leads no further, by the status that it answered with (RFC 9110, 15.5.8 for 407). */
export function proxyRefused(url: URL, status: number, cause?: Error): SsoError {
  const wantsName = status === 407;
  return new SsoError('http.unreachable', {
    message: wantsName
      ? `${url.host} could not be reached: the proxy on the way wants a user name and a password (status 407).`
      : `${url.host} could not be reached: the proxy on the way refused to connect to it (status ${String(status)}).`,
    hint: wantsName
      ? 'Check the setting http.proxy and whether the editor is signed in to the proxy, or ask whoever runs it to let this host through.'
      : proxyHint,
    cause,
  });
}

/** What Node's network stack says of a proxy, in words only or by naming another address than the one that was asked for. */
export function proxyFailure(thrown: Error, url: URL): SsoError | undefined {
  const status = tunnelStatus(thrown);
  if (status !== undefined) return proxyRefused(url, status, thrown);
  // a 407 that came instead of an answer is the one failure of Node's fetch that says nothing at all
  if (thrown.message === 'fetch failed' && thrown.cause instanceof Error && isMute(thrown.cause)) {
    return proxyRefused(url, 407, thrown);
  }
  if (!withCauses(thrown).some((each) => isElsewhere(each, url))) return undefined;
  return new SsoError('http.unreachable', {
    message: `${url.host} could not be reached: the proxy on the way does not answer.`,
    hint: 'Check the setting http.proxy, and that the proxy is running.',
    cause: thrown,
  });
}

const isMute = (error: Error): boolean =>
  error.message === '' && error.cause === undefined && !('code' in error) && !('errors' in error);

/** The status by which a proxy refused a connection through it (CONNECT, RFC 9110, 9.3.6). */
export function tunnelStatus(thrown: Error): number | undefined {
  for (const { message } of withCauses(thrown)) {
    const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
    if (status !== undefined) return Number(status);
  }
  return undefined;
}

/** The connection that failed was to go somewhere else. */
function isElsewhere(error: Error, { hostname, port, protocol }: URL): boolean {
  if ('hostname' in error && typeof error.hostname === 'string') return error.hostname !== hostname;
  const asked = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return 'port' in error && typeof error.port === 'number' && error.port !== asked;
}
