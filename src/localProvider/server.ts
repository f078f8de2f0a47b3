import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorCode } from '../base/foreign.ts';
import { SsoError } from '../base/ssoError.ts';
import { answerJson, answerPage } from './answer.ts';
import { errorPage } from './errorPage.ts';
import { isOpenDocument, pathOf, refusal, type Refusal } from './guards.ts';
import type { Registrations } from './registrations.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface Handlers {
  readonly admin: Handler;
  readonly interaction: Handler;
  readonly protocol: Handler;
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Requests wait until it is called: what answers needs the port first, because the issuer names it. */
  readonly answerWith: (handler: Handler) => void;
}

/** Listens on 127.0.0.1. Fails with `localProvider.portTaken`. */
export async function listen(port: number): Promise<Listening> {
  const { promise: handler, resolve: answerWith } = Promise.withResolvers<Handler>();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (req, res) => {
    void handler.then((handle) => handle(req, res));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        ['EADDRINUSE', 'EACCES'].includes(errorCode(cause))
          ? new SsoError('localProvider.portTaken', { message: `Port ${String(port)} on 127.0.0.1 is taken.`, cause })
          : cause,
      );
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return { server, port: address.port, answerWith };
}

/** Every request goes through the guards, gets the headers of ours, and is answered whatever happens. */
export function guarded(
  issuer: string,
  registrations: Registrations,
  handlers: Handlers,
  log: (line: string) => void,
): Handler {
  const place = { host: new URL(issuer).host, issuer, registrations };
  return async (req, res) => {
    try {
      secureHeaders(res);
      const refused = refusal(req, place);
      if (refused) refuse(req, res, refused);
      else await route(handlers, req, res);
    } catch (error) {
      log(`${req.method ?? ''} ${pathOf(req)} failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      fail(res);
    }
  };
}

function route({ admin, interaction, protocol }: Handlers, req: IncomingMessage, res: ServerResponse) {
  const path = pathOf(req);
  if (path.startsWith('/admin/')) return admin(req, res);
  if (path.startsWith('/interaction/')) return interaction(req, res);
  if (isOpenDocument(req)) {
    res.setHeader('access-control-allow-origin', '*'); // no echo of who asks
    if (req.method === 'OPTIONS') {
      res.writeHead(204, { 'access-control-allow-methods': 'GET' }).end();
      return;
    }
  }
  return protocol(req, res);
}

function secureHeaders(res: ServerResponse): void {
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('x-frame-options', 'DENY');
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('cache-control', 'no-store');
  res.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
}

function refuse(req: IncomingMessage, res: ServerResponse, { status, code, sentence }: Refusal): void {
  res.setHeader('connection', 'close'); // the body, if there is one, is not read
  if (req.headers.accept?.includes('text/html')) answerPage(res, status, errorPage(code, sentence));
  else answerJson(res, status, { error: code, error_description: sentence });
}

function fail(res: ServerResponse): void {
  if (res.headersSent) res.destroy();
  else answerPage(res, 500, errorPage('server_error', 'The local identity provider failed. Its log says why.'));
}
