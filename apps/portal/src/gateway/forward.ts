import type { AppErrorJson } from '@switchroom/contracts';
import { gatewayUrl } from '../env';
import { dataSecurityHeaders, isForeignOrigin, transportSecurity } from '../security/headers';
import { identityHeader } from '../session/identity';

const passedToGateway = [
  'content-type',
  'accept',
  'accept-language',
  'origin',
  'sec-fetch-site',
  'user-agent',
  'trpc-accept',
  identityHeader,
];
const passedToBrowser = [
  'content-type',
  'content-disposition',
  'cache-control',
  'x-request-id',
  'x-retry-after',
  'retry-after',
  'vary',
  // Only to the portal itself and to identity providers: the gateway redirects nowhere else.
  'location',
];

/**
 * Hands a browser's request to the gateway and streams the answer back. Only named headers pass in either direction,
 * so that the gateway's address and the portal's own headers stay inside. A gateway that does not answer becomes 503
 * with the error code `unavailable`.
 */
export async function forwardToGateway(request: Request, path: string): Promise<Response> {
  if (request.method !== 'GET' && isForeignOrigin(request.headers)) return new Response(null, { status: 403 });
  const source = new URL(request.url);
  const headers = new Headers();
  for (const name of passedToGateway) copyHeader(request.headers, headers, name);
  // A program comes with a token and with nothing else; what a browser in between adds does not count.
  copyHeader(request.headers, headers, isBearer(request.headers) ? 'authorization' : 'cookie');
  for (const [name, value] of forwardedHeaders(request.headers)) headers.set(name, value);
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  try {
    const answer = await fetch(`${gatewayUrl()}${path}${source.search}`, {
      method: request.method,
      headers,
      body,
      redirect: 'manual',
      cache: 'no-store',
      signal: request.signal,
    });
    return toBrowser(request, answer);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    console.error(`The gateway did not answer ${request.method} ${path}.`, error);
    return unavailable();
  }
}

/** Who asked, for the gateway's audit log and throttles. Next has put the socket's address where no proxy did. */
export function forwardedHeaders(incoming: Headers): [string, string][] {
  const pairs: [string, string | null][] = [
    ['x-forwarded-for', incoming.get('x-forwarded-for')],
    ['x-forwarded-host', incoming.get('x-forwarded-host') ?? incoming.get('host')],
    ['x-forwarded-proto', incoming.get('x-forwarded-proto')],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== null);
}

function toBrowser(request: Request, answer: Response): Response {
  const headers = new Headers();
  for (const name of passedToBrowser) copyHeader(answer.headers, headers, name);
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie);
  const fixed = { ...dataSecurityHeaders, ...transportSecurity(request.headers) };
  for (const [name, value] of Object.entries(fixed)) headers.set(name, value);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return new Response(answer.body, { status: answer.status, headers });
}

function isBearer(headers: Headers): boolean {
  return /^bearer\b/i.test(headers.get('authorization')?.trim() ?? '');
}

function copyHeader(from: Headers, to: Headers, name: string): void {
  const value = from.get(name);
  if (value !== null) to.set(name, value);
}

function unavailable(): Response {
  const app: AppErrorJson = { code: 'unavailable', retryable: true };
  return Response.json({ app }, { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '2' } });
}
