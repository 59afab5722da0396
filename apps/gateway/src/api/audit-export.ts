import { Readable } from 'node:stream';
import { type AuditExportFormat, exportAuditInput } from '@switchroom/contracts';
import { TRPCError } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../observability/logger-port';
import { type ContextSources, httpContext } from './context';
import { appRouter } from './router';
import { t } from './trpc';

const contentTypes: Record<AuditExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

/**
 * `/export/audit`: the audit log of a filter as a file. It is the procedure `auditTrail.export` with all its checks; only
 * its pieces are written one after the other as they are read, so that nobody holds the whole.
 */
export function registerAuditExport(server: FastifyInstance, options: ContextSources & { logger: Logger }): void {
  const contextOf = httpContext(options);
  const callerOf = t.createCallerFactory(appRouter);
  server.get('/export/audit', { exposeHeadRoute: false }, async (request, reply) => {
    const context = await contextOf({ req: request, res: reply, info: infoOf(request) });
    const input = exportAuditInput.safeParse(request.query);
    if (!input.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: input.error });
    const { format } = input.data;
    const pieces = (await callerOf(context).auditTrail.export(input.data))[Symbol.asyncIterator]();
    // The checks have passed and the export is recorded with the first piece; before that the answer can still be an error.
    const first = await pieces.next();
    const stream = Readable.from(rest(first, pieces));
    stream.on('error', (error) => {
      options.logger.error({ err: error, requestId: request.id }, 'an export of the audit log broke off');
    });
    return await download(reply, format, stream);
  });
}

async function* rest(
  first: IteratorResult<string, unknown>,
  pieces: AsyncIterator<string>,
): AsyncGenerator<string, void> {
  try {
    for (let piece = first; piece.done !== true; piece = await pieces.next()) yield piece.value;
  } finally {
    await pieces.return?.();
  }
}

async function download(reply: FastifyReply, format: AuditExportFormat, stream: Readable): Promise<FastifyReply> {
  const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
  return await reply
    .type(contentTypes[format])
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}

/** The request counts as one call. */
function infoOf(request: FastifyRequest): Parameters<ReturnType<typeof httpContext>>[0]['info'] {
  const call = {
    path: 'auditTrail.export',
    batchIndex: 0,
    getRawInput: () => Promise.resolve(request.query),
    result: () => request.query,
    procedure: null,
  };
  return {
    accept: null,
    type: 'subscription',
    isBatchCall: false,
    calls: [call],
    connectionParams: null,
    signal: new AbortController().signal,
    url: null,
  };
}
