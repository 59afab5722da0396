import { AppError, type AppErrorCode } from '@switchroom/contracts';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { FastifyReply } from 'fastify';
import { toTrpcError } from './error-map';

/** Answers a request outside tRPC with an error in the same JSON form that procedures use: `{app: {...}}`. */
export async function refuse(reply: FastifyReply, error: AppError | AppErrorCode): Promise<FastifyReply> {
  const app = typeof error === 'string' ? new AppError(error) : error;
  const retryAfter = app.params?.['retryAfterSeconds'];
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return await reply
    .code(getHTTPStatusCodeFromError(toTrpcError(app)))
    .header('cache-control', 'no-store')
    .send({ app: { ...app.toJSON(), requestId: reply.request.id } });
}
