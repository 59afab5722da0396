import type { IncomingHttpHeaders } from 'node:http';
import type { MailLocale } from '../mail/port';

/** Where a request comes from. Cookies among it: never log one as a whole. */
export interface Visitor {
  requestId: string;
  address: string;
  userAgent: string | undefined;
  cookie: string | undefined;
  /** The language of what is mailed because of this request. */
  locale: MailLocale;
}

/** The browser behind a request, whose cookies can change with the answer. */
export interface Browser extends Visitor {
  setCookies(cookies: readonly string[]): void;
}

export function visitorOf(headers: IncomingHttpHeaders, requestId: string, address: string): Visitor {
  const { cookie } = headers;
  return { requestId, address, userAgent: headers['user-agent'], cookie, locale: localeOf(headers) };
}

/** The language chosen in the portal, else the one the browser asks for first of those we have. */
export function localeOf(headers: Pick<IncomingHttpHeaders, 'cookie' | 'accept-language'>): MailLocale {
  const chosen = /(?:^|;\s*)locale=(en|de|it)(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  const wanted = [chosen, ...(headers['accept-language'] ?? '').split(',').map((part) => part.trim().slice(0, 2))];
  return wanted.map((tag) => locales.find((locale) => locale === tag)).find((locale) => locale !== undefined) ?? 'en';
}

const locales: readonly MailLocale[] = ['en', 'de', 'it'];
