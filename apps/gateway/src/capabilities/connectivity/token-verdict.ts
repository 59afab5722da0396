import type { CalendarFinding, CalendarFindingCode, CalendarProbe } from '@switchroom/contracts';
import { z } from 'zod';

export interface TokenVerdict {
  /** `AADSTS` and its number, else OAuth2's word. */
  errorCode: string | undefined;
  token: CalendarProbe['token'];
  findings: CalendarFinding[];
}

/** What Microsoft's numbers mean for somebody who set this up (Microsoft Entra authentication error codes). */
const microsoftCodes: Readonly<Record<number, CalendarFindingCode>> = {
  90002: 'tenant-unknown',
  900021: 'tenant-malformed',
  900023: 'tenant-malformed',
  50059: 'tenant-malformed',
  90019: 'tenant-malformed',
  700016: 'client-unknown',
  700038: 'client-unknown',
  7000112: 'client-disabled',
  7000215: 'secret-wrong',
  7000222: 'secret-expired',
  7000216: 'secret-missing',
  7000218: 'secret-missing',
  900144: 'request-refused',
  65001: 'consent-missing',
  650056: 'consent-missing',
  501051: 'consent-missing',
  7000229: 'consent-missing',
  70011: 'scope-invalid',
  1002012: 'scope-invalid',
  28002: 'scope-invalid',
  500011: 'resource-unknown',
  650057: 'resource-unknown',
  50001: 'resource-unknown',
  53003: 'access-blocked',
  53000: 'access-blocked',
  530035: 'access-blocked',
  50194: 'not-multi-tenant',
  700051: 'client-not-allowed',
  70003: 'client-not-allowed',
  90033: 'try-later',
  90055: 'try-later',
  50196: 'try-later',
};

/** The words of RFC 6749, section 5.2, where there is no number that says more. */
const oauthWords: Readonly<Record<string, CalendarFindingCode>> = {
  invalid_client: 'client-refused',
  invalid_scope: 'scope-invalid',
  unauthorized_client: 'client-not-allowed',
  unsupported_grant_type: 'client-not-allowed',
  invalid_target: 'resource-unknown',
  invalid_resource: 'resource-unknown',
  access_denied: 'access-blocked',
  temporarily_unavailable: 'try-later',
  server_error: 'try-later',
};

const refusal = z.object({
  error: z.string().max(100),
  error_description: z.string().optional().catch(undefined),
  error_codes: z.array(z.number()).optional().catch(undefined),
});
const grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().optional().catch(undefined),
});
const claims = z.object({
  aud: z.string().optional().catch(undefined),
  roles: z.array(z.string().max(200)).max(200).optional().catch(undefined),
});

/** Audiences of a token for Exchange Online: by its name, and by the number of its application. */
const audiences = /^(https:\/\/outlook\.office(365)?\.com\/?|00000002-0000-0ff1-ce00-000000000000)$/i;
/** Roles with which an application reads calendars over EWS. */
const calendarRoles = /^(full_access_as_app|Calendars\.Read(Write)?(\.All)?|EWS\.)/i;

/** What the answer of a token endpoint means. Its prose stays out: it is the other side's, and can hold anything. */
export function judgeTokenAnswer(status: number, body: string): TokenVerdict {
  const none = (code: CalendarFindingCode, params: Record<string, string> = {}): TokenVerdict => ({
    errorCode: undefined,
    token: undefined,
    findings: [{ code, params }],
  });
  if (status >= 300 && status < 400) return none('redirected');
  const content = jsonOf(body);
  const refused = refusal.safeParse(content);
  if (refused.success) return refusedWith(refused.data);
  if (status === 429 || status >= 500) return none('try-later');
  if (status === 404 || status === 405) return none('token-url-wrong');
  if (content === undefined) return none('not-json');
  const given = grant.safeParse(content);
  if (!given.success) return none('no-token');
  return granted(given.data);
}

function refusedWith({ error, error_description: text, error_codes: numbers }: z.infer<typeof refusal>): TokenVerdict {
  const number = numbers?.[0] ?? Number(/\bAADSTS(\d{4,8})\b/.exec(text ?? '')?.[1] ?? Number.NaN);
  const known = Number.isNaN(number) ? undefined : number;
  const word = /^[\w.-]{1,60}$/.test(error) ? error : undefined;
  const errorCode = known === undefined ? word : `AADSTS${known}`;
  const code = (known === undefined ? undefined : microsoftCodes[known]) ?? oauthWords[error] ?? 'request-refused';
  return { errorCode, token: undefined, findings: [{ code, params: { detail: errorCode ?? '–' } }] };
}

function granted({ access_token: token, expires_in: expiresInSeconds }: z.infer<typeof grant>): TokenVerdict {
  const read = claimsIn(token);
  const roles = read?.roles ?? [];
  const findings: CalendarFinding[] = [{ code: 'token-given', params: {} }];
  const add = (code: CalendarFindingCode, params: Record<string, string> = {}) => findings.push({ code, params });
  // A token that cannot be read is the server's own business; one that can must say that calendars may be read.
  if (read !== undefined) {
    if (roles.length === 0) add('no-roles');
    else if (!roles.some((role) => calendarRoles.test(role))) add('no-calendar-role', { roles: roles.join(', ') });
    if (read.aud !== undefined && !audiences.test(read.aud))
      add('audience-other', { audience: read.aud.slice(0, 200) });
  }
  return {
    errorCode: undefined,
    token: { expiresInSeconds, roles, audience: read?.aud?.slice(0, 200) },
    findings,
  };
}

/** What a JWT says, unchecked: it decides nothing here. */
function claimsIn(token: string): z.infer<typeof claims> | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  return claims.safeParse(jsonOf(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))).data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
