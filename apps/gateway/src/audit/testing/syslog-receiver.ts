import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from '@switchroom/testkit/tls';

/** A syslog receiver (octet counting) on loopback that can go away and come back at the same port. */
export class SyslogReceiver implements AsyncDisposable {
  /** Every whole message, in the order of arrival, over all connections and starts. */
  readonly messages: string[] = [];
  /** Called when a message has arrived; may end the connection. */
  onMessage: ((socket: Socket) => void) | undefined;
  /** True: takes everything and never says goodbye. */
  silent = false;
  port = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly certificate?: Certificate) {}

  async listen(): Promise<this> {
    const serve = (socket: Socket) => this.#serve(socket);
    const server =
      this.certificate === undefined
        ? createTcpServer({ allowHalfOpen: true }, serve)
        : createTlsServer({ ...this.certificate, allowHalfOpen: true }, serve);
    server.on('tlsClientError', () => undefined);
    // Also those that never get as far as a message.
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
    return this;
  }

  /** As by power loss: connections are reset. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    }
  }

  /** Numbers of a chain as they came, `seq` of our structured data. */
  seqs(organisationId: string): number[] {
    return this.messages
      .filter((message) => message.includes(`organisation="${organisationId}"`))
      .map((message) => Number(/ seq="(\d+)"/.exec(message)?.[1]));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('end', () => {
      if (!this.silent) socket.end();
    });
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const space = rest.indexOf(' ');
        const length = space < 0 ? Number.NaN : Number(rest.subarray(0, space).toString());
        if (Number.isNaN(length) || rest.length < space + 1 + length) return;
        this.messages.push(rest.subarray(space + 1, space + 1 + length).toString('utf8'));
        rest = rest.subarray(space + 1 + length);
        this.onMessage?.(socket);
        if (socket.destroyed) return;
      }
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.goAway();
  }
}
