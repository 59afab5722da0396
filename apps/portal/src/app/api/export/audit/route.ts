import { forwardToGateway } from '@/gateway/forward';

/** The audit log as a file. Only from a page of ours: a link elsewhere must not make somebody export unknowingly. */
export async function GET(request: Request): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return new Response(null, { status: 403 });
  return forwardToGateway(request, '/export/audit');
}
