import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, createdAt, id } from './columns';

/** Data keys wrapped by the key-encryption key (from the environment or the data directory). Not tenant data. */
export const dataKeys = pgTable('data_keys', {
  id: id(),
  wrapped: bytea('wrapped').notNull(),
  createdAt: createdAt(),
});

/**
 * Secrets of the installation itself (what signs cookies, what signs audit checkpoints), each sealed under a data key, so
 * that they stay the same when the key-encryption key is replaced.
 */
export const systemSecrets = pgTable('system_secrets', {
  name: text('name').primaryKey(),
  dataKeyId: uuid('data_key_id')
    .notNull()
    .references(() => dataKeys.id),
  sealed: bytea('sealed').notNull(),
  createdAt: createdAt(),
});
