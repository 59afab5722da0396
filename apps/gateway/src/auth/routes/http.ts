import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthRoutesOptions } from '../routes';

export const bodyLimit = 8 * 1024;

/** Where a request comes from, for sessions and the audit log. */
export interface Who {
  requestId: string;
  address: string;
  userAgent: string | undefined;
  cookie: string | undefined;
}

export function whoOf(options: Pick<AuthRoutesOptions, 'peers'>, request: FastifyRequest): Who {
  return {
    requestId: request.id,
    address: options.peers.addressOf(request.raw),
    userAgent: request.headers['user-agent'],
    cookie: request.headers.cookie,
  };
}

/** Adds cookies to an answer that nobody may keep. */
export function withCookies(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  return reply.header('cache-control', 'no-store');
}
