import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { PbxCore } from './core';
import { Connection } from './session/connection';
import { ServedLogin } from './session/served-login';

export interface ServeOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
}

/** A running server with the PBXes behind it. */
export interface FleetServer {
  readonly port: number;
  /** Websocket address of each PBX, in the order given. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/** Serves PBXes by their module names at `/<module>/APPS/websocket` of one port. Rejects when the port cannot be had. */
export async function serveCores(cores: readonly PbxCore[], options: ServeOptions): Promise<FleetServer> {
  const byModule = new Map(cores.map((core) => [core.module, core]));
  if (byModule.size < cores.length) throw new RangeError('two PBXes of one server have the same module name');
  const server: Server = options.tls ? createHttps(options.tls) : createHttp();
  const maxPayload = Math.max(0, ...cores.map((core) => core.options.maxPayload));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false, maxPayload });
  const raw = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    raw.add(socket);
    socket.once('close', () => raw.delete(socket));
  });
  server.on('request', (_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('This is a simulated PBX: open a websocket at /<module>/APPS/websocket\n');
  });
  server.on('upgrade', (request, socket, head) => {
    const module = /^\/([^/?]+)\/APPS\/websocket(?:\?|$)/.exec(request.url ?? '')?.[1];
    const core = module === undefined ? undefined : byModule.get(module);
    socket.on('error', () => socket.destroy());
    if (!core) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    } else if (core.down) {
      socket.destroy();
    } else {
      sockets.handleUpgrade(request, socket, head, (websocket) => {
        const connection = new Connection(core, websocket, socket, 'served');
        connection.receiver = new ServedLogin(core, connection, (state, detail) =>
          core.tell({ direction: 'served', state, detail }),
        );
        connection.onceClosed(() => {
          if (connection.readyAt !== undefined) {
            core.tell({ direction: 'served', state: 'disconnected', detail: connection.appName ?? '' });
          }
        });
      });
    }
  });
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  for (const core of cores) core.ports = options.tls ? { http: 80, https: port } : { http: port, https: 443 };
  const scheme = options.tls ? 'wss' : 'ws';
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    port,
    urls: cores.map((core) => `${scheme}://${name}:${port}/${core.module}/APPS/websocket`),
    close: () => {
      for (const core of cores)
        for (const connection of core.connections) if (connection.direction === 'served') connection.terminate();
      for (const socket of raw) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
