import { type CalendarFinding, type CalendarProbe, calendarScope, microsoftTokenUrl } from '@switchroom/contracts';
import { boundedFetch } from '../../net/bounded-fetch';
import { asError, clockFinding, isWrong, type ProbeOptions, troubleOf } from './calendar-trouble';
import { checkTls } from './check-tls';
import { endpointOf } from './probe-exchange';
import { judgeTokenAnswer } from './token-verdict';

export interface Office365Question {
  tenantId: string;
  clientId: string;
  /** Goes into the one request, and nowhere else. */
  clientSecret: string;
  tokenUrl?: string | undefined;
}

const DEADLINE_MS = 10_000;
const MAX_BYTES = 256 * 1024;

/**
 * Asks a token endpoint for a token by client credentials (RFC 6749, section 4.4), and names what is wrong where there is
 * none. The token itself is read and dropped.
 */
export async function probeOffice365(question: Office365Question, options: ProbeOptions): Promise<CalendarProbe> {
  const url = new URL(question.tokenUrl ?? microsoftTokenUrl(question.tenantId));
  const now = options.now ?? new Date();
  const { guard, authorities, deadlineMs = DEADLINE_MS } = options;
  const nothing = { url: url.href, works: false, status: undefined, schemes: [], checkedAt: now };
  const failed = (finding: CalendarFinding, tls?: CalendarProbe['tls']): CalendarProbe => ({
    ...nothing,
    errorCode: undefined,
    token: undefined,
    findings: [finding],
    tls,
  });
  // A secret in clear on the network is no longer one.
  if (url.protocol !== 'https:' && !guard.allowsPlainHttp(url.hostname)) {
    return failed({ code: 'secret-needs-https', params: {} });
  }
  const answer = await boundedFetch(url.href, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Switchroom',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: question.clientId,
      client_secret: question.clientSecret,
      scope: calendarScope,
    }).toString(),
    deadlineMs,
    maxBytes: MAX_BYTES,
    guard,
    authorities,
  }).catch(asError);
  if (answer instanceof Error) {
    const trouble = troubleOf(answer);
    // Nothing was sent to a server whose certificate is not trusted; what is wrong with it is shown instead.
    const looksAt = ['certificate', 'tls-failed'].includes(trouble.code) && url.protocol === 'https:';
    const tls = looksAt ? await checkTls(endpointOf(url), { guard, authorities, deadlineMs, now }) : undefined;
    return failed(trouble, tls);
  }
  const verdict = judgeTokenAnswer(answer.status, await answer.text());
  const findings = [...verdict.findings, ...clockFinding(answer.headers, now)];
  return {
    ...nothing,
    works: verdict.token !== undefined && !findings.some(isWrong),
    status: answer.status,
    errorCode: verdict.errorCode,
    token: verdict.token,
    findings,
    tls: undefined,
  };
}
