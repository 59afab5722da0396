import type { OutsideChange } from '@switchroom/contracts';
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns';
import { organisations } from './organisations';
import { belongsToPbx } from './pbxs';

/** What the PBX said it has: App objects and config templates, one row an object. */
export const snapshotObjects = pgTable(
  'snapshot_objects',
  {
    pbxId: uuid('pbx_id').notNull(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    guid: text('guid').notNull(),
    kind: text('kind', { enum: ['app', 'template'] }).notNull(),
    /** h323 */
    name: text('name').notNull(),
    /** cn */
    longName: text('long_name').notNull(),
    /** The protocol model (AppObject or Template) as JSON, without any secret. */
    model: jsonb('model').$type<Record<string, unknown>>().notNull(),
    readAt: at('read_at').notNull(),
    outside: jsonb('outside').$type<Omit<OutsideChange, 'at'> & { at: string }>(),
  },
  (table) => [
    primaryKey({ columns: [table.pbxId, table.guid] }),
    index('snapshot_objects_kind').on(table.pbxId, table.kind, table.name),
    belongsToPbx('snapshot_objects_pbx', table),
  ],
);

/** Users that have apps granted directly; the others are only counted (pbx_status.users). */
export const snapshotUsers = pgTable(
  'snapshot_users',
  {
    pbxId: uuid('pbx_id').notNull(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    guid: text('guid').notNull(),
    name: text('name').notNull(),
    longName: text('long_name').notNull(),
    template: text('template'),
    apps: text('apps').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.pbxId, table.guid] }), belongsToPbx('snapshot_users_pbx', table)],
);

/** What we last applied and verified, field by field: the third side of every comparison. */
export const appliedObjects = pgTable(
  'applied_objects',
  {
    pbxId: uuid('pbx_id').notNull(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    guid: text('guid').notNull(),
    kind: text('kind', { enum: ['app', 'template', 'user'] }).notNull(),
    /** Managed fields by our field name, canonical values as read back. */
    fields: jsonb('fields').$type<Record<string, unknown>>().notNull(),
    operationId: uuid('operation_id'),
    appliedAt: at('applied_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.pbxId, table.guid] }), belongsToPbx('applied_objects_pbx', table)],
);
