import type { IncomingHttpHeaders } from 'node:http';

/** The origins whose pages may act with a person's cookies: the portal's, and the same port seen from this machine. */
export function trustedOrigins(publicUrl: string): readonly string[] {
  const { protocol, port, origin } = new URL(publicUrl);
  const suffix = port === '' ? '' : `:${port}`;
  return [...new Set([origin, ...['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${suffix}`)])];
}

/**
 * True when the request comes from a page of another origin. Browsers send `Origin` with whatever can act (a POST, a
 * websocket); a request without one comes from a program, which has no person's cookies to borrow.
 */
export function isForeign(headers: IncomingHttpHeaders, trusted: readonly string[]): boolean {
  const { origin } = headers;
  if (origin !== undefined) return !trusted.includes(origin);
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
