import { calendarFindings, type CalendarFinding } from '@switchroom/contracts';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { AnswerTooLargeError, UnusableAnswerError } from '../../net/bounded-fetch';

export interface ProbeOptions {
  guard: AddressGuard;
  /** PEM of authorities that are trusted besides those of Node. */
  authorities?: readonly string[] | undefined;
  deadlineMs?: number | undefined;
  now?: Date;
}

/** More than that, and tokens and Kerberos tickets are refused for their times. */
const CLOCK_MS = 5 * 60_000;

export function isWrong({ code }: CalendarFinding): boolean {
  return calendarFindings[code] === 'error';
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Why a question got no answer, in words of ours: what the other side said stays out. */
export function troubleOf(error: Error): CalendarFinding {
  if (error instanceof ForbiddenAddressError) return { code: 'address-forbidden', params: { kind: error.kind } };
  if (error instanceof AnswerTooLargeError || error instanceof UnusableAnswerError) {
    return { code: 'answer-unreadable', params: {} };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED') return { code: 'refused', params: {} };
  if (code === 'ETIMEDOUT') return { code: 'timeout', params: {} };
  if (['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(code)) return { code: 'dns', params: {} };
  if (/^EPROTO|^ERR_SSL/.test(code)) return { code: 'tls-failed', params: {} };
  if (/CERT|SIGNED|SIGNATURE|ISSUER|^ERR_TLS|HOSTNAME|UNSPECIFIED/.test(code)) {
    return { code: 'certificate', params: {} };
  }
  if (code.startsWith('HPE_')) return { code: 'answer-unreadable', params: {} };
  return { code: 'unreachable', params: { detail: code === '' ? '–' : code } };
}

/** A server whose clock is far from ours: one of the two is wrong, and sign-ins fail for no reason that they name. */
export function clockFinding(headers: Headers, now: Date): CalendarFinding[] {
  const there = Date.parse(headers.get('date') ?? '');
  const difference = Math.abs(there - now.getTime());
  if (Number.isNaN(there) || difference <= CLOCK_MS) return [];
  return [{ code: 'clock', params: { minutes: String(Math.round(difference / 60_000)) } }];
}
