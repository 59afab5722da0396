import type { SessionFacts } from './caller';

/** How long a sign-in or step-up counts as fresh. */
const FRESH_MS = 10 * 60_000;

/** True while the person at the keyboard has proven who they are recently enough for what cannot be taken back. */
export function isFresh({ confirmedAt }: Pick<SessionFacts, 'confirmedAt'>): boolean {
  return Date.now() - confirmedAt.getTime() <= FRESH_MS;
}
