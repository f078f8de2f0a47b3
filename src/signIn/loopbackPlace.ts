import { loopbackOf } from './flows.ts';

/** Where the browser comes back to on this machine, from what is registered. */
export interface LoopbackPlace {
  /** As it stands in addresses. */
  readonly hostname: '127.0.0.1' | '[::1]' | 'localhost';
  /** With its slash, never empty. */
  readonly path: string;
  /** What is listened on; the first has to be had. */
  readonly addresses: readonly ['127.0.0.1' | '::1', ...('127.0.0.1' | '::1')[]];
  /** Tried in order; 0 stands for one that the system picks. */
  readonly ports: readonly number[];
}

/**
 * The registered loopback address decides host and path, and with a port the port alone (RFC 8252, 7.3). Without one it is
 * a path of 127.0.0.1, at the first of `candidates` that can be had, else at any. `localhost` may lead a browser to
 * either address family, so both are listened on.
 */
export function loopbackPlace(redirectUris: readonly string[], candidates: readonly number[]): LoopbackPlace {
  const registered = loopbackOf(redirectUris);
  const ports = registered && registered.port !== '' ? [Number(registered.port)] : [...new Set([...candidates, 0])];
  const path = registered?.pathname ?? '/callback';
  switch (registered?.hostname) {
    case 'localhost':
      return { hostname: 'localhost', path, addresses: ['127.0.0.1', '::1'], ports };
    case '[::1]':
      return { hostname: '[::1]', path, addresses: ['::1'], ports };
    default:
      return { hostname: '127.0.0.1', path, addresses: ['127.0.0.1'], ports };
  }
}
