import {
  calendarFindings,
  type CalendarFindingCode,
  type FailureState,
  type PresentedCertificate,
  type TlsCheck,
  tlsFindings,
  type TlsFindingCode,
  type TlsOutcome,
} from '@switchroom/contracts';
import type { Tone } from '@switchroom/ui/lib/tone';
import type { z } from 'zod';

/** The sentence that a report begins with. */
export type TlsVerdict = 'accepted' | 'distrusted' | 'address' | Exclude<TlsOutcome, 'tls'>;

export function verdictOf({ outcome, accepted }: Pick<TlsCheck, 'outcome' | 'accepted'>): TlsVerdict {
  if (outcome !== 'tls') return outcome;
  if (accepted.strict) return 'accepted';
  return accepted.console ? 'address' : 'distrusted';
}

/** Where a console and everybody else come to different verdicts, that is worth a warning. */
export function toneOfVerdict(verdict: TlsVerdict): Tone {
  if (verdict === 'accepted') return 'ok';
  return verdict === 'address' ? 'warn' : 'danger';
}

const tones = { error: 'danger', warning: 'warn', info: 'info' } as const satisfies Record<string, Tone>;

export function toneOfTlsFinding(code: TlsFindingCode): Tone {
  return tones[tlsFindings[code]];
}

export function toneOfCalendarFinding(code: CalendarFindingCode): Tone {
  return code === 'authenticates' || code === 'token-given' ? 'ok' : tones[calendarFindings[code]];
}

export const toneOfState: Record<FailureState, Tone> = {
  seen: 'danger',
  'not-seen': 'ok',
  unchecked: 'neutral',
  unknown: 'neutral',
};

/** What a certificate is in its chain, and what stands out about it, for its badges. */
export function badgesOf(
  certificate: PresentedCertificate,
  at: number,
  now: Date,
): { key: 'own' | 'authority' | 'other' | 'selfSigned' | 'expired' | 'notYet'; tone: Tone }[] {
  const { authority, selfSigned, validFrom, validTo } = certificate;
  return [
    { key: at === 0 ? 'own' : authority ? 'authority' : 'other', tone: 'neutral' as const },
    ...(selfSigned ? [{ key: 'selfSigned' as const, tone: at === 0 ? ('warn' as const) : ('neutral' as const) }] : []),
    ...(validTo < now ? [{ key: 'expired' as const, tone: 'danger' as const }] : []),
    ...(validFrom > now ? [{ key: 'notYet' as const, tone: 'danger' as const }] : []),
  ];
}

/** The first broken rule of each field. */
export function brokenRules(error: z.ZodError | undefined): Record<string, string> {
  const rules: Record<string, string> = {};
  for (const { path, message } of error?.issues ?? []) rules[path.join('.')] ??= message;
  return rules;
}
