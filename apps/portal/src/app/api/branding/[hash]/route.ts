import { forwardToGateway } from '@/gateway/forward';

/** A logo by the hash of its bytes; anybody may fetch it, because sign-in pages show it. */
export async function GET(request: Request, { params }: { params: Promise<{ hash: string }> }): Promise<Response> {
  const { hash } = await params;
  return forwardToGateway(request, `/branding/logo/${encodeURIComponent(hash)}`);
}
