import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Disposables } from '../base/disposables.ts';
import type { Clock, Log } from '../ports.ts';
import type { LoopbackPlace } from './loopbackPlace.ts';
import { openPort } from './openPort.ts';
import { alreadyDonePage, finishingPage, notExpectedPage, safeHeaders } from './pages.ts';
import { isSameState } from './sameState.ts';
import type { Expectation, ReturnChannel } from './returnChannel.ts';

const closeAfterMs = 4_000;
const patienceMs = 1_000;
const loggedStrays = 3;

interface Expected {
  readonly authorizationUrl: string;
  readonly state: string;
  readonly resolve: (answer: URL) => void;
}

/** A browser that waits for the end of the sign-in. */
interface Held {
  readonly deliver: (page: string) => void;
  readonly on: (authorizationUrl: string) => void;
}

/**
 * The place on this machine where the browser comes back to (RFC 8252, 7.3). It lives for one sign-in. Whatever reaches
 * it may come from any page or program: an answer counts only with the exact Host and state, everything else is
 * answered with constants, and nothing that arrives makes it throw or end.
 */
export class LoopbackListener implements ReturnChannel {
  readonly redirectUri: string;
  /** Short and without a query, because editors in a browser damage longer ones; its random name is its proof. */
  readonly startUrl: string;

  private readonly host: string;
  private readonly startPath = `/${randomBytes(16).toString('base64url')}`;
  private readonly resultPath = `/done/${randomBytes(16).toString('base64url')}`;
  private readonly owned = new Disposables();
  private readonly sockets = new Set<Socket>();
  private readonly held = new Set<Held>();
  private readonly callbackPath: string;
  private expected: Expected | undefined;
  /** Where a browser that came back already goes on to, once. */
  private leadsOn: string | undefined;
  private opened = false;
  private answered = false;
  private outcome: string | undefined;
  private strays = 0;

  /** Binds addresses of this machine alone. Fails with `signIn.portUnavailable`. */
  static async open(place: LoopbackPlace, clock: Clock, log: Log): Promise<LoopbackListener> {
    const makeServer = (): Server =>
      createServer({ headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 });
    const { servers, port } = await openPort(makeServer, place.addresses, place.ports);
    return new LoopbackListener(servers, `${place.hostname}:${String(port)}`, place.path, clock, log);
  }

  private readonly servers: readonly Server[];
  private readonly clock: Clock;
  private readonly log: Log;

  private constructor(servers: readonly Server[], host: string, path: string, clock: Clock, log: Log) {
    this.servers = servers;
    this.callbackPath = path;
    this.clock = clock;
    this.log = log;
    this.host = host;
    this.redirectUri = `http://${host}${path}`;
    this.startUrl = `http://${this.host}${this.startPath}`;
    for (const server of servers) this.serve(server);
  }

  /** From now on the start address leads, once, to `authorizationUrl`, and an answer with `state` is taken, once. */
  expect(authorizationUrl: string, state: string): Expectation {
    const { promise, resolve } = Promise.withResolvers<URL>();
    this.expected = { authorizationUrl, state, resolve };
    if (!this.answered) return { answer: promise, open: this.startUrl };
    this.answered = false;
    this.leadsOn = authorizationUrl;
    for (const { on } of [...this.held]) on(authorizationUrl);
    return { answer: promise };
  }

  /** Tells the browser how it ended, if it came back at all, and closes within 5 seconds. */
  end(page: string): void {
    if (!this.answered && this.leadsOn === undefined) {
      this.dispose();
      return;
    }
    this.outcome = page;
    this.owned.add(
      this.clock.after(closeAfterMs, () => {
        this.dispose();
      }),
    );
    for (const server of this.servers) server.unref();
    for (const socket of this.sockets) socket.unref();
    for (const { deliver } of [...this.held]) deliver(page);
  }

  /** Closes at once, with every connection. */
  dispose(): void {
    this.owned.dispose();
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private serve(server: Server): void {
    server.on('error', () => {
      this.log.warn('The loopback listener had a network error.');
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      this.handle(request, response);
    });
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const [path, query] = halves(request.url ?? '');
    if (request.method !== 'GET') {
      send(response, 405, '', { Allow: 'GET' });
    } else if (!isNavigation(request)) {
      send(response, 403, '');
    } else if (path === this.startPath && this.expected && !this.opened) {
      this.opened = true;
      send(response, 302, '', { Location: this.expected.authorizationUrl });
    } else if (!hasExactHost(request, this.host)) {
      send(response, 421, '');
    } else if (path === this.callbackPath) {
      this.takeAnswer(query, response);
    } else if (path === this.resultPath && (this.answered || this.leadsOn !== undefined)) {
      this.showResult(response);
    } else if (path === this.startPath) {
      send(response, 410, alreadyDonePage());
    } else {
      send(response, 404, '');
    }
  }

  /** State before anything else: without it any page could end the sign-in by an `error` of its own. */
  private takeAnswer(query: string, response: ServerResponse): void {
    if (this.answered) {
      send(response, 410, alreadyDonePage());
      return;
    }
    if (!this.expected || !isSameState(new URLSearchParams(query), this.expected.state)) {
      this.strays++;
      if (this.strays <= loggedStrays) this.log.warn('An answer that belongs to no sign-in was ignored.');
      send(response, 400, notExpectedPage());
      return;
    }
    this.answered = true;
    send(response, 303, '', { Location: this.resultPath });
    this.expected.resolve(new URL(`${this.redirectUri}?${query}`));
  }

  private showResult(response: ServerResponse): void {
    if (this.leadsOn !== undefined && this.outcome === undefined) {
      this.goOn(response, this.leadsOn);
      return;
    }
    if (this.outcome !== undefined) {
      this.deliver(response, this.outcome);
      return;
    }
    const patience = this.clock.after(patienceMs, () => {
      this.held.delete(held);
      send(response, 200, finishingPage());
    });
    const letGo = (): void => {
      patience.dispose();
      this.held.delete(held);
    };
    const held: Held = {
      deliver: (page) => {
        letGo();
        this.deliver(response, page);
      },
      on: (authorizationUrl) => {
        letGo();
        this.goOn(response, authorizationUrl);
      },
    };
    this.held.add(held);
    this.owned.add(patience);
  }

  /** The browser that came back is led to the provider once more, in the same tab. */
  private goOn(response: ServerResponse, authorizationUrl: string): void {
    this.leadsOn = undefined;
    send(response, 303, '', { Location: authorizationUrl });
  }

  /** Told is told: the browser needs nothing more from here. */
  private deliver(response: ServerResponse, page: string): void {
    response.on('close', () => {
      this.dispose();
    });
    send(response, 200, page, { Connection: 'close' });
  }
}

function send(response: ServerResponse, status: number, page: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...safeHeaders,
    ...headers,
    ...(page === '' ? {} : { 'Content-Type': 'text/html; charset=utf-8' }),
    'Content-Length': Buffer.byteLength(page),
  });
  response.end(page);
}

/** Never through `URL` with the request's own Host: that throws on what hostile clients send. */
function halves(target: string): readonly [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** Browsers say what they want an answer for (Fetch Metadata Request Headers, 2.1): an image or a frame is no person who comes back. */
const isNavigation = ({ headers }: IncomingMessage): boolean =>
  (headers['sec-fetch-dest'] ?? 'document') === 'document';

/** Against DNS rebinding. Node hands over several Host headers as they came. */
function hasExactHost({ rawHeaders }: IncomingMessage, host: string): boolean {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
  return hosts.length === 1 && hosts[0] === host;
}
