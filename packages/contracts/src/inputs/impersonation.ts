import { z } from 'zod';
import { tenantInput } from './common';

/** How long somebody may look in or act, in minutes. */
export const impersonationMinutes = [15, 30, 60] as const;

const base = tenantInput.extend({
  /** The membership of the person, at the organisation or below. */
  memberId: z.uuid(),
  minutes: z.literal([...impersonationMinutes]).default(30),
});

/** Both say why: whoever reads the audit log of the person's organisations reads it there. */
const withReason = base.extend({ reason: z.string().trim().min(10, 'reason-too-short').max(300, 'too-long') });

export const viewAsInput = withReason;
export type ViewAsInput = z.infer<typeof viewAsInput>;

export const actAsInput = withReason;
export type ActAsInput = z.infer<typeof actAsInput>;
