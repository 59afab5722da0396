import type { FastifyInstance } from 'fastify';
import { refuse } from './answer';
import type { ContextSources } from './context';

/**
 * `GET /branding/logo/<sha256>`: a logo by the hash of its bytes, for anybody, because sign-in pages show it. What is
 * under an address never changes, so it may be kept for ever.
 */
export function registerBrandingLogo(
  server: FastifyInstance,
  { services, limits, peers }: Pick<ContextSources, 'services' | 'limits' | 'peers'>,
): void {
  server.get<{ Params: { hash: string } }>('/branding/logo/:hash', async (request, reply) => {
    limits.take('branding.logo', undefined, peers.addressOf(request.raw));
    const { hash } = request.params;
    const logo = /^[0-9a-f]{64}$/.test(hash) ? await services.branding.logo(hash) : undefined;
    if (logo === undefined) return await refuse(reply, 'not-found');
    return await reply
      .type(logo.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(logo.bytes));
  });
}
