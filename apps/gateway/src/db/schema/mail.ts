import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { dataKeys } from './keys';
import { organisations } from './organisations';

/**
 * Mail to be sent, written in the transaction of what it tells about. The text holds links that let somebody in, so it is
 * sealed, and dropped once a mail server has taken it.
 */
export const outgoingMails = pgTable(
  'outgoing_mails',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind', { enum: ['invitation', 'password-reset', 'security-notice', 'test'] }).notNull(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    sealed: bytea('sealed'),
    dataKeyId: uuid('data_key_id').references(() => dataKeys.id),
    /** `held`: there is no mail server; the outbox page shows it. */
    state: text('state', { enum: ['queued', 'held', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    nextAttemptAt: at('next_attempt_at').notNull().defaultNow(),
    createdAt: createdAt(),
    settledAt: at('settled_at'),
  },
  (table) => [
    index('outgoing_mails_queue').on(table.state, table.nextAttemptAt),
    index('outgoing_mails_organisation').on(table.organisationId, table.createdAt),
  ],
);
