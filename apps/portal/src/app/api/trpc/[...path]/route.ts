import { forwardToGateway } from '@/gateway/forward';

async function handle(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { path } = await params;
  return forwardToGateway(request, `/trpc/${path.map(encodeURIComponent).join('/')}`);
}

export { handle as GET, handle as POST };
