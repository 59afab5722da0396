import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@switchroom/contracts';
import type { AuthRoutesOptions } from '../routes';
import type { Throttle } from '../throttle';
import { type Visitor, visitorOf } from '../visitor';

export const bodyLimit = 8 * 1024;
/** An answer of an authenticator: keys, signatures and certificates in base64. */
export const passkeyBodyLimit = 64 * 1024;

export function whoOf(options: Pick<AuthRoutesOptions, 'peers'>, request: FastifyRequest): Visitor {
  return visitorOf(request.headers, request.id, options.peers.addressOf(request.raw));
}

/** Adds cookies to an answer that nobody may keep. */
export function withCookies(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  return reply.header('cache-control', 'no-store');
}

/**
 * Counts a try against every budget it falls under and answers how to take it back. Throws `too-many-requests` when one
 * of them is used up.
 */
export function startTry(...budgets: [throttle: Throttle, key: string][]): () => void {
  const wait = Math.max(...budgets.map(([throttle, key]) => throttle.retryAfterSeconds(key)));
  if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
  const undo = budgets.map(([throttle, key]) => throttle.start(key));
  return () => {
    for (const takeBack of undo) takeBack();
  };
}
