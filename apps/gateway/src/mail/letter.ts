import { z } from 'zod';

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
