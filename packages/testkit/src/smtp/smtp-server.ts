import { EventEmitter, once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Certificate } from '../tls/index';
import { waitUntil } from '../vitest/wait-until';
import { type ReceivedMail, readMail } from './received-mail';

/** What a server does to every mail until it is told otherwise. */
export type SmtpFault =
  /** Answers RCPT with this code. */
  | { kind: 'refuse-recipient'; code: number; text: string }
  /** Answers the whole message with this code. */
  | { kind: 'refuse-message'; code: number; text: string }
  /** Takes the whole message and ends the connection without an answer. */
  | { kind: 'drop' }
  /** Takes the whole message and never answers. */
  | { kind: 'hang' };

export interface SmtpServerOptions {
  /** Offers STARTTLS, or speaks TLS from the start with `implicitTls`; without it everything is in the clear. */
  tls?: Certificate;
  implicitTls?: boolean;
  /** Asks for them before it takes mail. */
  credentials?: { user: string; password: string };
}

/** A mail server on 127.0.0.1 that keeps what it gets. */
export class TestSmtpServer implements AsyncDisposable {
  /** Mail that was accepted, oldest first. */
  readonly inbox: ReceivedMail[] = [];
  /** Mail that arrived whole and got no answer, or a refusal. */
  readonly unaccepted: ReceivedMail[] = [];
  /** Sign-ins that were refused. */
  refusedSignIns = 0;
  fault: SmtpFault | undefined;
  #server: SMTPServer;
  readonly #sockets = new Set<Socket>();
  readonly #events = new EventEmitter();
  #port = 0;

  private constructor(private readonly options: SmtpServerOptions) {
    this.#server = this.#create();
  }

  static async start(options: SmtpServerOptions = {}): Promise<TestSmtpServer> {
    const server = new TestSmtpServer(options);
    await server.#listen();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  /** As SWITCHROOM_SMTP_URL wants it. */
  get url(): string {
    const { tls, implicitTls, credentials } = this.options;
    const who =
      credentials === undefined
        ? ''
        : `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`;
    const scheme = implicitTls === true ? 'smtps' : 'smtp';
    return `${scheme}://${who}localhost:${this.#port}${tls === undefined ? '?starttls=never' : ''}`;
  }

  /** Ends all connections and stops listening: nobody answers until `comeBack`. */
  async goAway(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Listens again, at the same port. */
  async comeBack(): Promise<void> {
    this.#server = this.#create();
    await this.#listen();
  }

  /**
   * The newest accepted mail for a recipient that `matches`; waits for it.
   * @throws {Error} at the deadline
   */
  async waitFor(
    recipient: string,
    matches: (mail: ReceivedMail) => boolean = () => true,
    timeoutMs = 5000,
  ): Promise<ReceivedMail> {
    return await waitUntil(() => this.inbox.findLast((mail) => mail.recipients.includes(recipient) && matches(mail)), {
      message: `a mail for ${recipient}`,
      timeoutMs,
      on: (look) => this.#on('mail', look),
    });
  }

  /** Waits until `count` mails arrived that were not accepted. */
  async waitForUnaccepted(count: number, timeoutMs = 5000): Promise<void> {
    await waitUntil(() => this.unaccepted.length >= count, {
      message: `${count} mails that are not accepted`,
      timeoutMs,
      on: (look) => this.#on('mail', look),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.server.listening) await this.goAway();
  }

  #on(event: string, listener: () => void): () => void {
    this.#events.on(event, listener);
    return () => this.#events.off(event, listener);
  }

  async #listen(): Promise<void> {
    const listener = this.#server.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#port = (listener.address() as AddressInfo).port;
  }

  #create(): SMTPServer {
    const { tls, implicitTls = false, credentials } = this.options;
    const server = new SMTPServer({
      ...(tls && { cert: tls.cert, key: tls.key }),
      secure: implicitTls,
      disabledCommands: [...(tls === undefined ? ['STARTTLS'] : []), ...(credentials === undefined ? ['AUTH'] : [])],
      disableReverseLookup: true,
      logger: false,
      onAuth: (auth, _session, callback) => {
        const right = auth.username === credentials?.user && auth.password === credentials?.password;
        if (right) return callback(null, { user: auth.username });
        this.refusedSignIns += 1;
        return callback(failure(535, 'authentication failed'));
      },
      onRcptTo: (_address, _session, callback) => {
        const { fault } = this;
        callback(fault?.kind === 'refuse-recipient' ? failure(fault.code, fault.text) : null);
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void this.#answer(Buffer.concat(chunks), session, callback));
      },
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    return server;
  }

  async #answer(bytes: Buffer, session: SMTPServerSession, callback: (error?: Error | null) => void): Promise<void> {
    let answer: 'ok' | Error | undefined;
    try {
      answer = await this.#arrived(bytes, session);
    } catch (error) {
      answer = error instanceof Error ? error : failure(451, 'it cannot be read');
    }
    if (answer !== undefined) callback(answer === 'ok' ? null : answer);
  }

  /** Undefined: there is no answer. */
  async #arrived(bytes: Buffer, session: SMTPServerSession): Promise<'ok' | Error | undefined> {
    const mail = await readMail(bytes, {
      recipients: session.envelope.rcptTo.map(({ address }) => address),
      secure: session.secure,
      user: typeof session.user === 'string' ? session.user : undefined,
    });
    const { fault } = this;
    const isAccepted = fault === undefined || fault.kind === 'refuse-recipient';
    (isAccepted ? this.inbox : this.unaccepted).push(mail);
    this.#events.emit('mail');
    if (isAccepted) return 'ok';
    if (fault.kind === 'refuse-message') return failure(fault.code, fault.text);
    if (fault.kind === 'drop') {
      for (const socket of this.#sockets) if (socket.remotePort === session.remotePort) socket.destroy();
    }
    return undefined;
  }
}

function failure(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
