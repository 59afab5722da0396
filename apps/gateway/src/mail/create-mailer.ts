import { randomUUID } from 'node:crypto';
import { invalidField } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import { outgoingMails } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import { mailBrandingOf } from './branding';
import { letterPurpose } from './letter';
import { mailChannel } from './outbox';
import type { Mailer } from './port';
import { renderMail } from './render';
import { isMailAddress, type MailFrom } from './smtp-address';

/** What the mailer is built from; `from` is undefined where no mail server is set, and mail then stays in the outbox. */
export interface MailerOptions {
  secrets: SecretBox;
  from: MailFrom | undefined;
  count: (event: 'queued' | 'held') => void;
}

export function createMailer({ secrets, from, count }: MailerOptions): Mailer {
  return {
    async queue(tx, message) {
      const { organisationId, kind, to } = message;
      if (!isMailAddress(to.email)) throw invalidField('email', 'email-invalid');
      const id = randomUUID();
      const letter = renderMail(message, await mailBrandingOf(tx, organisationId), { name: from?.name });
      const state = from === undefined ? 'held' : 'queued';
      await tx.insert(outgoingMails).values({
        id,
        organisationId,
        kind,
        recipient: to.email,
        subject: letter.subject,
        state,
        ...(await secrets.seal(JSON.stringify(letter), { organisationId, id, purpose: letterPurpose })),
      });
      // Reaches the sender with the commit, not before.
      if (state === 'queued') await tx.execute(sql`select pg_notify(${mailChannel}, '')`);
      count(state);
    },
  };
}
