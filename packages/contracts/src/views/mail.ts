import type { MailKind, MailProblemKind, MailState } from '../inputs/mail';
import type { OrganisationRef } from './session';

export interface MailRow {
  id: string;
  createdAt: Date;
  organisation: OrganisationRef;
  kind: MailKind;
  recipient: string;
  subject: string;
  state: MailState;
  /** Times it was handed to the mail server. */
  attempts: number;
  /** Of the last try; `text` is the mail server's own word, empty where the problem is ours. */
  problem: { kind: MailProblemKind; text: string } | null;
  /** While it waits to be tried again. */
  nextAttemptAt: Date | null;
}

/** What a mail says, or why it is not shown: its links let the recipient in, so only a demo without a mail server shows it. */
export type MailText =
  | { shown: true; from: string; replyTo: string | null; text: string; html: string }
  | { shown: false; reason: 'no-demo' | 'not-held' };

export interface MailView extends MailRow {
  content: MailText;
}

/** Where mail goes to. */
export interface MailServerView {
  /** Undefined: no mail server is set, mail stays in the outbox. */
  server: { host: string; port: number; encrypted: boolean; signsIn: boolean; from: string } | undefined;
  /** This installation shows what held mail says: it is a demo. */
  showsText: boolean;
}
