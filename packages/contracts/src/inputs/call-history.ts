import { z } from 'zod';
import { pageInput, pbxInput, tenantInput } from './common';

/** As the user saw it: called, calling, a call that the user's diversion sent on, one that the user's transfer made. */
export const callDirections = ['in', 'out', 'forwarded', 'transferred'] as const;
export type CallDirection = (typeof callDirections)[number];

/** Final state: connected, alerting, busy, error. */
export const callStatuses = ['co', 'al', 'bu', 'er'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Where a record comes from: seen over remote call control, or delivered as a call data record. */
export const callSources = ['rcc', 'cdr'] as const;
export type CallSource = (typeof callSources)[number];

/** Why a call data record was not taken. */
export const cdrRefusals = [
  'credentials', // wrong user name or password
  'not-whole', // cut off, or no XML at all
  'no-record', // XML, but no call data record
  'too-large',
  'too-many',
] as const;
export type CdrRefusal = (typeof cdrRefusals)[number];

export const listCallsInput = tenantInput.extend({
  ...pageInput,
  pbxId: z.uuid().optional(),
  /** In name and number of the user and of the other side. */
  q: z.string().trim().max(100).default(''),
  direction: z.enum(callDirections).optional(),
  status: z.enum(callStatuses).optional(),
  missed: z.boolean().optional(),
  /** From and until, both inclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type ListCallsInput = z.infer<typeof listCallsInput>;

export const callInput = tenantInput.extend({ callId: z.uuid() });

export const retentionReportInput = tenantInput.extend({
  ...pageInput,
  q: z.string().trim().max(100).default(''),
});
export type RetentionReportInput = z.infer<typeof retentionReportInput>;

/** One PBX, or every one of the organisation and below. */
export const purgeCallsInput = tenantInput.extend({ pbxId: z.uuid().optional() });

export const updateRetentionScheduleInput = tenantInput.extend({
  /** Of the row the form showed; 0 where there was none. */
  version: z.number().int().min(0),
  timeZone: z.string().max(60).refine(isTimeZone, 'time-zone-unknown').nullable(),
});

export const rotateCdrIntakeInput = pbxInput.extend({ version: z.number().int() });
export const removeCdrIntakeInput = pbxInput.extend({ version: z.number().int() });

/** Whether this is the name of a time zone of the IANA database, as far as this runtime knows it. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
