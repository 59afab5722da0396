import { z } from 'zod';
import { isPurgeSignedBy } from './signing';

/** The action under which a purge stands in the log, also one that was refused. */
export const purgeAction = 'audit.purge';

/** What the entry of a purge says beside the signature under it. */
const purgeRecord = z.object({
  upTo: z.number().int().min(1),
  /** Of the last entry that was deleted. */
  hash: z.string(),
  signature: z.base64(),
});

/**
 * The last entry that a purge deleted, from what its entry says (`after`), when the key (PEM) signed it. Undefined
 * otherwise: whoever may write to the database can append such an entry, but not sign it.
 */
export function signedPurge(
  organisationId: string,
  after: unknown,
  publicKey: string,
): { upTo: number; hash: string } | undefined {
  const parsed = purgeRecord.safeParse(after);
  if (!parsed.success) return undefined;
  const { upTo, hash, signature } = parsed.data;
  const genuine = isPurgeSignedBy(publicKey, { organisationId, upTo, hash }, Buffer.from(signature, 'base64'));
  return genuine ? { upTo, hash } : undefined;
}
