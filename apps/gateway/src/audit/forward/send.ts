import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where messages go. */
export interface Receiver {
  host: string;
  port: number;
  tls: boolean;
  /** PEM; null: the authorities that the system trusts. */
  caCertificate: string | null;
}

/** Judges where a connection leads to. */
export interface ReceiverGuard {
  readonly lookup: LookupFunction;
  assertLiteral(host: string): void;
}

export interface SendOptions {
  guard: ReceiverGuard;
  signal?: AbortSignal | undefined;
  /** Longest a batch may take, from the first packet to the receiver's goodbye; default 30 s. */
  deadlineMs?: number;
  /** How long the receiver has to stay after the last octet has left; default 250 ms. */
  graceMs?: number;
}

/** Why a batch did not get there. */
export type SendProblem =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'timeout'
  | 'broke-off'
  | 'certificate'
  | 'tls'
  | 'forbidden-address'
  | 'stopped'
  | 'other';

/** The batch may have arrived in part; it has to be sent again. */
export class SendError extends Error {
  override readonly name = 'SendError';
  constructor(
    readonly problem: SendProblem,
    /** The system's own word for it. */
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${problem} (${detail})`, { cause });
  }
}

/**
 * Sends frames over a connection of their own and resolves when the receiver has them. Syslog has no acknowledgement,
 * and a write that succeeded says only that our own system took it. So we end the connection after the last frame and
 * wait for the receiver to do the same: it gets to see the end only after everything before it.
 * @throws {SendError}
 */
export async function sendFrames(receiver: Receiver, frames: readonly Buffer[], options: SendOptions): Promise<void> {
  try {
    options.guard.assertLiteral(receiver.host);
  } catch (error) {
    throw problemOf(error);
  }
  const socket = open(receiver, options.guard.lookup);
  try {
    await exchange(socket, receiver.tls ? 'secureConnect' : 'connect', Buffer.concat(frames), options);
  } finally {
    socket.destroy();
  }
}

function open({ host, port, tls, caCertificate }: Receiver, lookup: LookupFunction): Socket {
  if (!tls) return connectTcp({ host, port, lookup });
  return connectTls({
    host,
    port,
    lookup,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(caCertificate === null ? {} : { ca: caCertificate }),
  });
}

function exchange(socket: Socket, connected: string, bytes: Buffer, options: SendOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let stage: 'sending' | 'ending' | 'ended' = 'sending';
    let grace: NodeJS.Timeout | undefined;
    const deadline = setTimeout(
      () => fail(new SendError('timeout', stage === 'sending' ? 'ETIMEDOUT' : 'no goodbye')),
      options.deadlineMs ?? 30_000,
    );
    const onAbort = () => fail(new SendError('stopped', 'stopped'));
    const clear = () => {
      clearTimeout(deadline);
      clearTimeout(grace);
      options.signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: SendError) => {
      clear();
      reject(error);
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    socket.on('error', (error) => fail(problemOf(error)));
    socket.once(connected, () => {
      socket.write(bytes, () => {
        // A receiver that goes away now has not read everything, whatever its system has taken.
        grace = setTimeout(() => {
          stage = 'ending';
          socket.end();
        }, options.graceMs ?? 250);
      });
    });
    // Read and thrown away, or the end would never be seen.
    socket.resume();
    socket.on('end', () => {
      if (stage === 'sending') return fail(new SendError('broke-off', 'ended early'));
      stage = 'ended';
    });
    socket.on('close', () => {
      if (stage !== 'ended') return fail(new SendError('broke-off', 'closed'));
      clear();
      resolve();
    });
  });
}

const problems: Record<string, SendProblem> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'broke-off',
  EPIPE: 'broke-off',
  ERR_ADDRESS_FORBIDDEN: 'forbidden-address',
};

function problemOf(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (problems[code] !== undefined) return new SendError(problems[code], code, error);
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO/.test(code)) return new SendError('certificate', code, error);
  if (/SSL|TLS|EPROTO/.test(code)) return new SendError('tls', code, error);
  return new SendError('other', code, error);
}
