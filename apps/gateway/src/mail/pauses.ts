const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses between tries; the last one goes on. */
export const mailPausesMs: readonly number[] = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS];
/** How long a mail is tried. */
export const GIVE_UP_MS = 72 * HOUR_MS;

/**
 * When a mail is tried again after its `attempts`-th try failed for now; undefined when it has been tried long enough, or
 * its link (`expiresAt`) will have ended. Pure.
 */
export function nextTry(
  mail: { createdAt: Date; attempts: number; expiresAt: Date | null },
  now: Date,
  pausesMs: readonly number[] = mailPausesMs,
): Date | undefined {
  const pause = pausesMs[Math.min(mail.attempts, pausesMs.length) - 1] ?? MINUTE_MS;
  const giveUp = Math.min(mail.createdAt.getTime() + GIVE_UP_MS, mail.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const at = now.getTime() + pause;
  if (at <= giveUp) return new Date(at);
  // One last try at the very end rather than none for hours before it.
  return giveUp - now.getTime() > pause / 2 ? new Date(giveUp - 1000) : undefined;
}
