import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '../observability/logger-port';
import type { Readiness } from '../observability/readiness';
import type { BrowserSockets } from './browser-sockets';
import type { Peers } from './peers';

/** The endpoint that PBXes dial (`/app/...`), as the server hands requests to it. */
export interface PbxEndpoint {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Sends an upgrade to the room it belongs to; anything else gets its answer here, over plain HTTP. */
export function routeUpgrade(options: {
  peers: Peers;
  readiness: Readiness;
  browsers: BrowserSockets;
  pbxEndpoint: PbxEndpoint;
  logger: Logger;
}) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until a room takes over, a reset connection must not become an uncaught error.
    const onError = () => socket.destroy();
    socket.on('error', onError);
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (options.readiness.draining) return refuseUpgrade(socket, 503);
    if (path.startsWith('/app/')) {
      socket.off('error', onError);
      return options.pbxEndpoint.handleUpgrade(request, socket, head);
    }
    if (path !== '/trpc-ws') return refuseUpgrade(socket, 404);
    if (!options.peers.isTrusted(request)) return refuseUpgrade(socket, 403);
    options.browsers.upgrade(request, socket, head).catch((error: unknown) => {
      options.logger.error({ err: error }, 'a websocket of a browser could not be opened');
      refuseUpgrade(socket, 503);
    });
    return undefined;
  };
}

/** Ends an upgrade with an ordinary HTTP answer; `retryAfter` in seconds. */
export function refuseUpgrade(socket: Duplex, status: number, retryAfter?: number): void {
  if (socket.destroyed) return;
  const wait = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n${wait}Content-Length: 0\r\n\r\n`,
  );
}
