import { createHash, randomBytes } from 'node:crypto';

const DAY_MS = 24 * 3_600_000;
const VALID_DAYS = 7;

/** A token for a link, and what is kept of it. */
export function makeInvitationToken(): { token: string; tokenHash: string; expiresAt: Date } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashToken(token), expiresAt: new Date(Date.now() + VALID_DAYS * DAY_MS) };
}

/** What stands in the database instead of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
