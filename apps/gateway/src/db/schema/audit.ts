import { bigint, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns';
import { organisations } from './organisations';

/** Append-only (the application role has no UPDATE or DELETE). Each row's hash covers the row and the hash before it. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** 1, 2, 3... within the organisation. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: at('at').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    targetName: text('target_name').notNull(),
    pbxId: uuid('pbx_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    result: text('result', { enum: ['allowed', 'denied', 'failed'] }).notNull(),
    requestId: text('request_id').notNull(),
    address: text('address').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    unique('audit_entries_seq').on(table.organisationId, table.seq),
    index('audit_entries_time').on(table.organisationId, table.at),
    index('audit_entries_pbx').on(table.pbxId, table.at),
  ],
);
