import type { IncomingHttpHeaders } from 'node:http';

/** Which pages may act with a person's cookies. */
export interface Origins {
  /** The portal's origin, and the same port seen from this machine. */
  readonly fixed: readonly string[];
  /**
   * True when the request comes from a page of another origin. Browsers send `Origin` with whatever can act (a POST, a
   * websocket); a request without one comes from a program, which has no person's cookies to borrow.
   */
  isForeign(headers: IncomingHttpHeaders): Promise<boolean>;
  /** True when the browser asked for the portal under its public name or on this machine, not under a branded one. */
  isPublic(headers: IncomingHttpHeaders): boolean;
}

/**
 * The portal's own origins, and those of the host names under which organisations show it. Of these a page may only act
 * on the host it was loaded from: whoever gives their organisation a host name that is not ours gains nothing by it.
 * @param isBranded true for a host name (lower case, no port) that an organisation has given its portal
 */
export function createOrigins(publicUrl: string, isBranded: (hostName: string) => Promise<boolean>): Origins {
  const { protocol, port, origin } = new URL(publicUrl);
  const suffix = port === '' ? '' : `:${port}`;
  const fixed = [
    ...new Set([origin, ...['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${suffix}`)]),
  ];
  return {
    fixed,
    // The portal always passes the name on; who asks the gateway itself has no branded one.
    isPublic: (headers) =>
      headers['x-forwarded-host'] === undefined || fixed.some((one) => new URL(one).host === askedHost(headers)),
    async isForeign(headers) {
      const { origin: from } = headers;
      if (from === undefined) {
        const site = headers['sec-fetch-site'];
        return site !== undefined && site !== 'same-origin' && site !== 'none';
      }
      if (fixed.includes(from)) return false;
      const page = URL.canParse(from) ? new URL(from) : undefined;
      if (page?.protocol !== protocol || page.host !== askedHost(headers)) return true;
      return !(await isBranded(page.hostname));
    },
  };
}

/** Host and port that the browser asked for, as the portal passes it on. */
function askedHost(headers: IncomingHttpHeaders): string | undefined {
  const forwarded = headers['x-forwarded-host'];
  return ((Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',', 1)[0] ?? headers.host)
    ?.trim()
    .toLowerCase();
}
