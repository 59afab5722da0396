import type { Server } from 'node:http';

/**
 * Adds the address of the connection to X-Forwarded-For, as every proxy does for the next one: the gateway believes the
 * entries from the right, as far as it knows the proxies, so what a client writes there itself has no weight.
 */
export function withPeer(header: string | string[] | undefined, peer: string | undefined): string | undefined {
  const before = (Array.isArray(header) ? header.join(',') : (header ?? '')).trim();
  if (peer === undefined) return before === '' ? undefined : before;
  return before === '' ? peer : `${before}, ${peer}`;
}

const patched = Symbol.for('switchroom.portal.peers');
type Emit = (this: Server, event: string, ...rest: unknown[]) => boolean;

/**
 * Makes every HTTP server of this process do that for requests and websocket upgrades. Idempotent; for Node only. The
 * module is not imported, because the bundler would also look for it in runtimes that have none.
 */
export function nameRealPeers(): void {
  const node = globalThis.process;
  const { IncomingMessage, Server } = node.getBuiltinModule('node:http');
  const prototype: { emit: Emit; [patched]?: true } = Server.prototype;
  if (prototype[patched]) return;
  prototype[patched] = true;
  const { emit }: { emit: Emit } = prototype;
  prototype.emit = function (event, ...rest) {
    const [request] = rest;
    if ((event === 'request' || event === 'upgrade') && request instanceof IncomingMessage) {
      const value = withPeer(request.headers['x-forwarded-for'], request.socket.remoteAddress);
      if (value !== undefined) request.headers['x-forwarded-for'] = value;
    }
    return emit.call(this, event, ...rest);
  };
}
