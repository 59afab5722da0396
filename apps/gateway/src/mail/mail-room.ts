import type { Database } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import type { Logger } from '../observability/logger-port';
import { createMailer } from './create-mailer';
import { holdAll } from './outbox';
import type { Mailer } from './port';
import { MailSender, type MailSenderOptions } from './sender';
import { createSmtp } from './smtp';
import type { MailFrom, SmtpAddress } from './smtp-address';

/** The room of mail: who writes it, and what sends it. */
export interface MailRoom extends AsyncDisposable {
  mailer: Mailer;
  /** A mail server is set. */
  readonly sends: boolean;
  start(): Promise<void>;
}

/** `server` undefined: mail is written and stays. */
export function createMailRoom(options: {
  db: Database;
  databaseUrl: string;
  secrets: SecretBox;
  logger: Logger;
  server: { smtp: SmtpAddress; from: MailFrom; ca: string | undefined } | undefined;
  count: (event: 'queued' | 'held' | 'delayed' | 'sent' | 'failed') => void;
  /** What tests set differently. */
  pace?: Pick<MailSenderOptions, 'deadlineMs' | 'graceMs' | 'pausesMs'> | undefined;
}): MailRoom {
  const { db, server, pace, ...rest } = options;
  const sender =
    server &&
    new MailSender({
      ...rest,
      ...pace,
      db,
      from: server.from,
      smtp: createSmtp({ address: server.smtp, ca: server.ca }),
    });
  return {
    mailer: createMailer({ secrets: options.secrets, from: server?.from, count: options.count }),
    sends: server !== undefined,
    start: async () => (sender === undefined ? await holdAll(db) : await sender.start()),
    [Symbol.asyncDispose]: async () => await sender?.[Symbol.asyncDispose](),
  };
}
