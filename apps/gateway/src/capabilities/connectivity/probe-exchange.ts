import type { CalendarFinding, CalendarFindingCode, CalendarProbe } from '@switchroom/contracts';
import { boundedFetch } from '../../net/bounded-fetch';
import { asError, clockFinding, isWrong, type ProbeOptions, troubleOf } from './calendar-trouble';
import { checkTls } from './check-tls';

const DEADLINE_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

/** Characters of a WWW-Authenticate header that are read. */
const MAX_HEADER = 2048;

/** Characters of a page that are looked at. */
const MAX_LOOKED_AT = 32_768;

/**
 * Asks for an EWS address as nobody, and says what the answer means for a console that would sign in there. The question
 * carries nothing, so it is asked also where the certificate is not trusted; that verdict stands beside it.
 */
export async function probeExchange(ewsUrl: string, options: ProbeOptions): Promise<CalendarProbe> {
  const url = new URL(ewsUrl);
  const now = options.now ?? new Date();
  const { guard, authorities, deadlineMs = DEADLINE_MS } = options;
  const secure = url.protocol === 'https:';
  const findings: CalendarFinding[] = secure ? [] : [{ code: 'plain-http', params: {} }];
  const [tls, answer] = await Promise.all([
    secure ? checkTls(endpointOf(url), { guard, authorities, deadlineMs, now }).catch(() => undefined) : undefined,
    boundedFetch(url.href, {
      method: 'GET',
      headers: { accept: '*/*', 'user-agent': 'Switchroom' },
      deadlineMs,
      maxBytes: MAX_BYTES,
      guard,
      anyCertificate: true,
    }).catch(asError),
  ]);
  if (tls?.outcome === 'tls' && !tls.accepted.strict) findings.push({ code: 'certificate', params: {} });
  const nothing = { schemes: [], errorCode: undefined, token: undefined };
  if (answer instanceof Error) {
    findings.push(troubleOf(answer));
    return { url: url.href, works: false, status: undefined, ...nothing, findings, tls, checkedAt: now };
  }
  const schemes = schemesIn(answer.headers.get('www-authenticate'));
  findings.push(
    ...judgeExchange(url, answer.status, schemes, answer.headers.get('location'), await answer.text()),
    ...clockFinding(answer.headers, now),
  );
  return {
    url: url.href,
    works: findings.some(({ code }) => code === 'authenticates') && !findings.some(isWrong),
    status: answer.status,
    ...nothing,
    schemes,
    findings,
    tls,
    checkedAt: now,
  };
}

/** Host and port of a URL, for a look at its certificate. */
export function endpointOf(url: URL): { host: string; port: number } {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 443 : Number(url.port) };
}

/** The names of the schemes in `WWW-Authenticate` (RFC 9110, section 11.6.1), each once, in their order. */
export function schemesIn(header: string | null): string[] {
  const parts = (header ?? '')
    .slice(0, MAX_HEADER)
    .replace(/"(\\.|[^"\\])*"/g, '""')
    .split(',');
  const names = parts.map((part) => /^\s*([A-Za-z][\w-]*)(?=\s|$)/.exec(part)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].slice(0, 10);
}

/** What an answer to a question without credentials says about an EWS address. Exchange answers 401 to it. */
export function judgeExchange(
  url: URL,
  status: number,
  schemes: readonly string[],
  location: string | null,
  body: string,
): CalendarFinding[] {
  const one = (code: CalendarFindingCode, params: Record<string, string> = {}): CalendarFinding[] => [{ code, params }];
  if (status === 401) {
    if (schemes.length === 0) return one('no-schemes');
    const found = one('authenticates', { schemes: schemes.join(', ') });
    if (schemes.some((scheme) => scheme.toLowerCase() === 'basic')) {
      found.push(...one(url.protocol === 'https:' ? 'basic-offered' : 'basic-over-http'));
    }
    return found;
  }
  if (status === 403) return one('forbidden');
  if (status === 404 || status === 405 || status === 410) return one('wrong-path');
  // 440 is Exchange's own word for a login that has timed out: the page that asks for one answers.
  if (status === 440) return one('login-page');
  if (status >= 300 && status < 400) return redirect(url, location);
  if (status >= 200 && status < 300) return one(isLoginPage(body) ? 'login-page' : 'open-answer');
  if (status >= 500) return one('server-error', { status: String(status) });
  return one('status-other', { status: String(status) });
}

function redirect(url: URL, location: string | null): CalendarFinding[] {
  if (location === null || !URL.canParse(location, url.href))
    return [{ code: 'status-other', params: { status: '3xx' } }];
  const target = new URL(location, url);
  if (/logon|login|signin|sign-in|auth\/|adfs|saml|oauth/i.test(target.pathname)) {
    return [{ code: 'redirect-login', params: { host: target.host } }];
  }
  if (target.hostname === url.hostname && url.protocol === 'http:' && target.protocol === 'https:') {
    return [{ code: 'redirect-to-https', params: {} }];
  }
  return [{ code: 'redirect-elsewhere', params: { host: target.host } }];
}

/** A page with a field for a password: a form stands before Exchange, and no console can fill it in. */
/** A login page says what it is near its beginning; and every step of the search is bounded, whatever a server sends. */
function isLoginPage(body: string): boolean {
  const head = body.slice(0, MAX_LOOKED_AT);
  return /<input\b[^<>]{0,500}\btype\s{0,5}=\s{0,5}["']?password/i.test(head) || /\/owa\/auth\/logon\.aspx/i.test(head);
}
