/**
 * Headers of every page. Scripts run only with the nonce of their request (and what those load); styles may be inline,
 * because the floating layers of the interface position themselves with style attributes.
 */
export function contentSecurityPolicy(options: {
  nonce: string;
  host: string | undefined;
  development: boolean;
}): string {
  const { nonce, host, development } = options;
  // 'self' covers a websocket to the same host in current browsers only; older Safari wants it spelled out.
  const sockets = host !== undefined && /^[a-z0-9.:[\]-]+$/i.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that do not depend on the request. */
export const fixedSecurityHeaders: Readonly<Record<string, string>> = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** Headers of every answer that is data: whatever a browser is made to see in it may load and run nothing. */
export const dataSecurityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};

/** From then on browsers come back over TLS only; said only over TLS, elsewhere it means nothing. */
export function transportSecurity(headers: Headers): Record<string, string> {
  const isTls = headers.get('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https';
  return isTls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {};
}

/**
 * True when a request that may act (a POST, a websocket) comes from a page of another origin. Browsers always send
 * `Origin` with these; a request without one comes from a program, which cannot borrow a person's cookies.
 */
export function isForeignOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null) return headers.get('sec-fetch-site') === 'cross-site';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (origin === 'null' || !URL.canParse(origin)) return true;
  return new URL(origin).host !== host;
}
