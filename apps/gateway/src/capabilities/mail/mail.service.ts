import type { ListMailInput, MailRow, MailServerView, MailView, Page } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';
import type { MailLocale } from '../../mail/port';

export interface MailService {
  /** Newest first, over the tenant's organisation and everything below. */
  list(tenant: Tenant, input: ListMailInput): Promise<Page<MailRow>>;
  /** One mail; what it says only where `MailText` allows it, and then it is audited. */
  get(tenant: Tenant, mailId: string): Promise<MailView>;
  /** Where mail goes to; holds no password. */
  server(): MailServerView;
  /**
   * Tries a mail once more, at once.
   * @throws {AppError} `invalid-input` with rule `mail-sent` when a server has it already, `mail-no-server` without one
   */
  retry(tenant: Tenant, mailId: string): Promise<void>;
  /** A mail to whoever asks for it. */
  sendTest(tenant: Tenant, to: { email: string; name: string }, locale: MailLocale): Promise<void>;
}
