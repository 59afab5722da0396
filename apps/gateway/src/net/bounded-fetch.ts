import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { AddressGuard } from './address-policy';

/** A request to a server that somebody else chose. */
export interface BoundedRequest {
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Name resolution, connection, request and the whole answer together. */
  deadlineMs: number;
  /** Longest body that is read. */
  maxBytes: number;
  guard: AddressGuard;
  signal?: AbortSignal | undefined;
  /** PEM of authorities that are trusted besides those of Node. */
  authorities?: readonly string[] | undefined;
  /** Also of a server whose certificate is not trusted: for questions that carry nothing and whose answer decides nothing. */
  anyCertificate?: boolean;
}

/** The answer was longer than allowed. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  readonly code = 'ERR_ANSWER_TOO_LARGE';
}

/** What came back is no answer that anything could be made of; `status` where it has one. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
  readonly code = 'ERR_ANSWER_UNUSABLE';

  constructor(
    readonly status: number | undefined,
    options?: ErrorOptions,
  ) {
    super(status === undefined ? 'the answer cannot be read' : `the answer has the status ${status}`, options);
  }
}

/**
 * One HTTP request that cannot be led elsewhere or kept waiting: the socket goes to the address that the guard judged,
 * redirects are answers like any other, certificates are checked (unless `anyCertificate`), the whole has a deadline and the body a bound.
 * @throws {ForbiddenAddressError | AnswerTooLargeError | UnusableAnswerError | Error} `code` is Node's where the connection failed
 */
export function boundedFetch(url: string, options: BoundedRequest): Promise<Response> {
  const { guard, method, headers, body, deadlineMs, maxBytes } = options;
  const target = new URL(url);
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(deadline.aborted ? Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }) : error);
    guard.assertLiteral(target.hostname);
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(target, {
      method,
      headers,
      lookup: guard.lookup,
      agent: false,
      signal,
      rejectUnauthorized: options.anyCertificate !== true,
      ...(options.authorities === undefined ? {} : { ca: [...rootCertificates, ...options.authorities] }),
    });
    let answered = false;
    // For as long as it lives: an error that nobody listens to ends the process.
    request.on('error', fail);
    request.once('response', (response) => {
      answered = true;
      readBody(response, maxBytes)
        .then((content) => toResponse(response, content))
        .then(resolve, (error: unknown) => {
          request.destroy();
          fail(error instanceof Error ? error : new Error(String(error)));
        });
    });
    // A server that changes the protocol is cut off by Node, which calls that neither an answer nor an error.
    request.once('close', () => {
      if (!answered) fail(new UnusableAnswerError(undefined));
    });
    request.end(body);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new AnswerTooLargeError(`the answer has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Statuses that the Fetch standard gives no body. */
const bodiless = new Set([204, 205, 304]);

function toResponse(response: IncomingMessage, content: Buffer): Response {
  const status = response.statusCode ?? 0;
  // Node reads any three digits; a Response has only these.
  if (status < 200 || status > 599) throw new UnusableAnswerError(status);
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) {
      for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each);
    }
    return new Response(bodiless.has(status) ? null : new Uint8Array(content), { status, headers });
  } catch (cause) {
    throw new UnusableAnswerError(undefined, { cause });
  }
}
