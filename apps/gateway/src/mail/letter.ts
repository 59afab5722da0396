import { z } from 'zod';
import type { Sealed, SecretBox } from '../db/secrets-port';

/** What of a mail is sealed: everything but recipient and subject. Its links let somebody in. */
export const letterSchema = z.object({
  toName: z.string(),
  fromName: z.string().nullable(),
  replyTo: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** When its link ends: afterwards it is not worth sending. */
  expiresAt: z.coerce.date().nullable(),
});
export type Letter = z.infer<typeof letterSchema>;

/** Purpose under which letters are sealed. */
export const letterPurpose = 'mail';

/** Opens what a row of the outbox holds; throws when the row was altered. */
export async function openLetter(
  secrets: SecretBox,
  mail: Sealed & { organisationId: string; id: string },
): Promise<Letter> {
  const { organisationId, id } = mail;
  return letterSchema.parse(JSON.parse(await secrets.open(mail, { organisationId, id, purpose: letterPurpose })));
}
