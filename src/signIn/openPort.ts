import { once } from 'node:events';
import type { Server } from 'node:http';
import { errorCode } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';

/** A busy port, one the system reserves (Windows), one that cannot be had here: all mean "try the next". */
const movesOn = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL']);

/**
 * Binds 127.0.0.1 at the first port that can be had: the candidates in their order, then one that the system picks.
 * Resolves to the port. Fails with `signIn.portUnavailable`, saying what was tried.
 */
export async function openPort(server: Server, candidates: readonly number[]): Promise<number> {
  const tried: string[] = [];
  for (const port of new Set([...candidates, 0])) {
    try {
      server.listen({ host: '127.0.0.1', port, exclusive: true });
      await once(server, 'listening');
      const address = server.address();
      if (typeof address === 'object' && address !== null) return address.port;
    } catch (thrown) {
      const code = errorCode(thrown);
      if (!movesOn.has(code)) throw unavailable([...tried, `${named(port)} (${code})`], thrown);
      tried.push(`${named(port)} (${code})`);
    }
  }
  throw unavailable(tried);
}

const named = (port: number): string => (port === 0 ? 'any free port' : `port ${String(port)}`);

const unavailable = (tried: readonly string[], cause?: unknown): SsoError =>
  new SsoError('signIn.portUnavailable', {
    message: `No port of 127.0.0.1 could be opened for the browser to come back to. Tried: ${tried.join(', ')}.`,
    hint: 'Check which program holds the ports, or whether a security program forbids listening.',
    cause,
  });
