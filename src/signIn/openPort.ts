import { once } from 'node:events';
import type { Server } from 'node:http';
import { errorCode } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';

/** A busy port, one the system reserves (Windows), one that cannot be had here: all mean "try the next". */
const movesOn = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL']);
/** The machine has no such address family: nobody can be sent there, and nobody else can wait there. */
const isAbsent = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

export interface OpenServers {
  readonly port: number;
  /** One for each address that can be had. */
  readonly servers: readonly Server[];
}

/**
 * Binds all of `addresses` at the first of `ports` that can be had at each of them; 0 stands for one that the system picks.
 * Fails with `signIn.portUnavailable`, saying what was tried.
 */
export async function openPort(
  makeServer: () => Server,
  addresses: readonly string[],
  ports: readonly number[],
): Promise<OpenServers> {
  const tried: string[] = [];
  for (const candidate of ports) {
    const servers: Server[] = [];
    try {
      let port = candidate;
      for (const address of addresses) {
        const server = makeServer();
        if (!(await listens(server, address, port, servers.length > 0))) continue;
        servers.push(server);
        port = portOf(server);
      }
      return { port, servers };
    } catch (thrown) {
      for (const server of servers) server.close();
      const code = errorCode(thrown);
      tried.push(`${named(candidate)} (${code})`);
      if (!movesOn.has(code)) throw unavailable(tried, thrown);
    }
  }
  throw unavailable(tried);
}

/** False where the machine has no such address and can do without it. */
async function listens(server: Server, host: string, port: number, canDoWithout: boolean): Promise<boolean> {
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch (thrown) {
    if (canDoWithout && isAbsent.has(errorCode(thrown))) return false;
    throw thrown;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const named = (port: number): string => (port === 0 ? 'any free port' : `port ${String(port)}`);

const unavailable = (tried: readonly string[], cause?: unknown): SsoError =>
  new SsoError('signIn.portUnavailable', {
    message: `No port of this machine could be opened for the browser to come back to. Tried: ${tried.join(', ')}.`,
    hint: 'Check which program holds the ports, or name others in the setting sso.signIn.ports; a security program may forbid listening.',
    cause,
  });
