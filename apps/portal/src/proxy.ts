import { type NextRequest, NextResponse } from 'next/server';
import { gatewayUrl, isDevelopment } from './env';
import { contentSecurityPolicy, fixedSecurityHeaders, isForeignOrigin, transportSecurity } from './security/headers';
import { hasSessionCookie } from './session/cookies';
import { signInPath } from './session/redirects';

/** Pages that somebody without a session has to reach. */
const openPages = /^\/(sign-in|setup|forgot|reset\/[^/]+|invitation\/[^/]+)$/;

/** Pages get their security headers and a first check for a session; the websocket is handed to the gateway. */
export function proxy(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname === '/api/trpc-ws') return toGatewaySocket(request);
  if (
    !openPages.test(request.nextUrl.pathname) &&
    !hasSessionCookie(request.cookies.getAll().map(({ name }) => name))
  ) {
    return withFixedHeaders(
      request,
      NextResponse.redirect(new URL(signInPath(request.nextUrl.pathname + request.nextUrl.search), request.url)),
    );
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({
    nonce,
    host: request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? undefined,
    development: isDevelopment(),
  });
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this header.
  headers.set('content-security-policy', policy);
  headers.set('x-portal-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = withFixedHeaders(request, NextResponse.next({ request: { headers } }));
  response.headers.set('content-security-policy', policy);
  return response;
}

function toGatewaySocket(request: NextRequest): NextResponse {
  // Cookies travel with a websocket from any page. For an upgrade Next ends the socket on a redirect.
  if (isForeignOrigin(request.headers)) return NextResponse.redirect(new URL('/', request.url));
  return NextResponse.rewrite(new URL(`${gatewayUrl()}/trpc-ws${request.nextUrl.search}`));
}

function withFixedHeaders(request: NextRequest, response: NextResponse): NextResponse {
  const all = { ...fixedSecurityHeaders, ...transportSecurity(request.headers) };
  for (const [name, value] of Object.entries(all)) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: [
    '/api/trpc-ws',
    '/((?!api/|_next/static|_next/image|icon.svg|favicon.ico|apple-icon|opengraph-image|robots.txt).*)',
  ],
};
