import { AppError, invalidField, type MailText } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import { openLetter } from '../../mail/letter';
import { sendAgain } from '../../mail/outbox';
import type { Mailer } from '../../mail/port';
import type { MailFrom, SmtpAddress } from '../../mail/smtp-address';
import { findMail, listMails, type StoredMail } from './mail.queries';
import type { MailService } from './mail.service';

export interface MailServiceOptions {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  mailer: Mailer;
  server: { smtp: SmtpAddress; from: MailFrom } | undefined;
  demo: () => boolean;
}

export function createMailService({ db, audit, secrets, mailer, server, demo }: MailServiceOptions): MailService {
  const showsText = () => server === undefined && demo();

  const contentOf = async (mail: StoredMail): Promise<MailText> => {
    if (!showsText()) return { shown: false, reason: 'no-demo' };
    const { sealed, dataKeyId } = mail;
    if (mail.state !== 'held' || sealed === null || dataKeyId === null) return { shown: false, reason: 'not-held' };
    const letter = await openLetter(secrets, { ...mail, sealed, dataKeyId });
    return { shown: true, from: letter.fromName ?? '', replyTo: letter.replyTo, text: letter.text, html: letter.html };
  };

  return {
    list: (tenant, input) => db.inScope(tenant, (tx) => listMails(tx, input)),
    get: (tenant, mailId) =>
      db.inScope(tenant, async (tx) => {
        const found = await findMail(tx, mailId);
        if (found === undefined) throw new AppError('not-found');
        const content = await contentOf(found.mail);
        if (content.shown) {
          await audit.append(tx, tenant, { action: 'mail.read', target: targetOf(found.mail) });
        }
        return { ...found.row, content };
      }),
    server: () => ({
      server: server && {
        host: server.smtp.host,
        port: server.smtp.port,
        encrypted: server.smtp.tls !== 'never',
        signsIn: server.smtp.credentials !== undefined,
        from: server.from.name === undefined ? server.from.address : `${server.from.name} <${server.from.address}>`,
      },
      showsText: showsText(),
    }),
    retry: (tenant, mailId) =>
      db.inScope(tenant, async (tx) => {
        const found = await findMail(tx, mailId, { lock: true });
        if (found === undefined) throw new AppError('not-found');
        const { mail } = found;
        if (mail.state === 'sent') throw invalidField('mailId', 'mail-sent');
        if (server === undefined) throw invalidField('mailId', 'mail-no-server');
        await sendAgain(tx, mailId);
        await audit.append(tx, tenant, {
          action: 'mail.retried',
          target: targetOf(mail),
          before: { state: mail.state },
          after: { state: 'queued' },
        });
      }),
    sendTest: (tenant, to, locale) =>
      db.inScope(tenant, async (tx) => {
        const { organisationId, actor } = tenant;
        await mailer.queue(tx, { kind: 'test', params: { sender: actor.name }, organisationId, to, locale });
        await audit.append(tx, tenant, {
          action: 'mail.test-sent',
          target: { kind: 'mail', id: organisationId, name: to.email },
        });
      }),
  };
}

function targetOf({ id, recipient }: StoredMail) {
  return { kind: 'mail' as const, id, name: recipient };
}
