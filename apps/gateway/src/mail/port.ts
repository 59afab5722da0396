import type { Tx } from '../db/database';

/** Languages that mail is written in. */
export type MailLocale = 'en' | 'de' | 'it';

/** What a mail says; links are absolute and let the recipient in, so nothing of this is ever logged. */
export type MailContent =
  | {
      kind: 'invitation';
      params: { inviter: string; organisation: string; role: string; link: string; expiresAt: Date };
    }
  | { kind: 'password-reset'; params: { link: string; expiresAt: Date } }
  | {
      kind: 'security-notice';
      params: {
        event:
          | 'password-changed'
          | 'second-factor-on'
          | 'second-factor-off'
          | 'passkey-added'
          | 'passkey-removed'
          | 'recovery-code-used'
          | 'identity-linked';
        at: Date;
        address: string;
      };
    }
  | { kind: 'test'; params: { sender: string } };

/** A mail to one person, in the name of an organisation (its branding gives sender and look). */
export type MailMessage = MailContent & {
  organisationId: string;
  to: { email: string; name: string };
  locale: MailLocale;
};

/** Mail as the rooms see it. */
export interface Mailer {
  /**
   * Stores a mail in the transaction of what it tells about; it is sent after the commit, again and again with growing
   * pauses while the mail server is away. The scope of `tx` has to hold the organisation.
   */
  queue(tx: Tx, message: MailMessage): Promise<void>;
}
