import { z } from 'zod';
import { tenantInput } from './common';

/** How long somebody may look in or act, in minutes. */
export const impersonationMinutes = [15, 30, 60] as const;

const base = tenantInput.extend({
  /** The membership of the person, at the organisation or below. */
  memberId: z.uuid(),
  minutes: z.literal([...impersonationMinutes]).default(30),
});

/** Looking in: a reason helps those who read the audit log, but none is asked for. */
export const viewAsInput = base.extend({ reason: z.string().trim().max(300, 'too-long').default('') });
export type ViewAsInput = z.infer<typeof viewAsInput>;

export const actAsInput = base.extend({
  reason: z.string().trim().min(10, 'reason-too-short').max(300, 'too-long'),
});
export type ActAsInput = z.infer<typeof actAsInput>;
